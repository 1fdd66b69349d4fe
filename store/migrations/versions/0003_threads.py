"""Threads that merge and split, are described and summed up; vectors of the sentences in a passage."""

import sqlalchemy as sa
from alembic import op

revision = '0003_threads'
down_revision = '0002_memory'


def upgrade() -> None:
    op.create_table('thread_summaries',
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('sentences', sa.JSON(), nullable=False),
    sa.Column('model', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_thread_summaries_thread_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('thread_id', name=op.f('pk_thread_summaries'))
    )
    op.create_table('thread_visits',
    sa.Column('reader_id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['reader_id'], ['readers.id'], name=op.f('fk_thread_visits_reader_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_thread_visits_thread_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('reader_id', 'thread_id', name=op.f('pk_thread_visits'))
    )
    # Not in batches: those would copy the tables, and dropping the old ones would take all that hangs on them along.
    op.add_column('chunks', sa.Column('sentence_vectors', sa.LargeBinary(), nullable=True))
    op.add_column('threads', sa.Column('description', sa.Text(), nullable=False, server_default=''))
    op.add_column('threads', sa.Column('named', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('threads', sa.Column('merged_into', sa.Integer(), nullable=True))
    op.add_column('thread_events', sa.Column('other_id', sa.Integer(), nullable=True))
    op.add_column('thread_members', sa.Column('sureness', sa.Float(), nullable=True))
