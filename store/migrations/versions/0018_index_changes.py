"""A log of what the search index took in or gave up: indexes on other machines follow it."""

import sqlalchemy as sa
from alembic import op

revision = '0018_index_changes'
down_revision = '0017_kept'


def upgrade() -> None:
    op.create_table(
        'index_changes',
        sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('episode_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('position', name=op.f('pk_index_changes')),
    )
