"""Secret addresses at which a reader's five leave Earmark, and which channels a reader has stopped."""

import sqlalchemy as sa
from alembic import op

revision = '0014_outlets'
down_revision = '0013_artwork'


def upgrade() -> None:
    op.create_table('outlets',
    sa.Column('reader_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('secret', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['reader_id'], ['readers.id'], name=op.f('fk_outlets_reader_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('reader_id', 'kind', 'thread_id', name=op.f('pk_outlets')),
    sa.UniqueConstraint('secret', name=op.f('uq_outlets_secret'))
    )
    op.create_table('stopped',
    sa.Column('reader_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['reader_id'], ['readers.id'], name=op.f('fk_stopped_reader_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('reader_id', 'channel', name=op.f('pk_stopped'))
    )
