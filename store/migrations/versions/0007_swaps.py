"""The two that stood next after the five of a day, and what a reader swapped."""

import sqlalchemy as sa
from alembic import op

revision = '0007_swaps'
down_revision = '0006_readings'


def upgrade() -> None:
    op.create_table('reserves',
    sa.Column('digest_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('insight_id', sa.String(length=16), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['digest_id'], ['digests.id'], name=op.f('fk_reserves_digest_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('digest_id', 'rank', name=op.f('pk_reserves'))
    )
    op.create_table('swaps',
    sa.Column('digest_id', sa.Integer(), nullable=False),
    sa.Column('in_id', sa.String(length=16), nullable=False),
    sa.Column('out_id', sa.String(length=16), nullable=False),
    sa.Column('in_hash', sa.String(length=64), nullable=False),
    sa.Column('out_hash', sa.String(length=64), nullable=False),
    sa.Column('named', sa.Boolean(), nullable=False),
    sa.Column('undone', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['digest_id'], ['digests.id'], name=op.f('fk_swaps_digest_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('digest_id', 'in_id', name=op.f('pk_swaps'))
    )
