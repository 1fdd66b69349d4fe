"""Names that a language model wrote for threads."""

import sqlalchemy as sa
from alembic import op

import store.schema.base

revision = '0008_thread_labels'
down_revision = '0007_swaps'


def upgrade() -> None:
    op.create_table('thread_labels',
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('label', sa.Text(), nullable=True),
    sa.Column('model', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('at', store.schema.base.UtcMoment(), nullable=False),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_thread_labels_thread_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('thread_id', name=op.f('pk_thread_labels'))
    )
