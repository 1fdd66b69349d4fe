"""Transcripts that are checked against the audio, doubted or set aside; recognition that outlives a kill."""

import sqlalchemy as sa
from alembic import op

revision = '0005_transcripts'
down_revision = '0004_feeds'


def upgrade() -> None:
    op.create_table('recognised',
    sa.Column('episode_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=True),
    sa.Column('until', sa.Float(), nullable=False),
    sa.Column('segments', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['episode_id'], ['episodes.id'], name=op.f('fk_recognised_episode_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('episode_id', 'position', name=op.f('pk_recognised'))
    )
    op.create_table('set_aside',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('episode_id', sa.Integer(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['episode_id'], ['episodes.id'], name=op.f('fk_set_aside_episode_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_set_aside'))
    )
    op.create_index(op.f('ix_set_aside_episode_id'), 'set_aside', ['episode_id'], unique=False)
    # Not in batches: those would copy the tables, and dropping the old ones would take all that hangs on them along.
    op.add_column('transcripts', sa.Column('checked', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('transcripts', sa.Column('doubt', sa.Text(), nullable=True))
    op.add_column('transcripts', sa.Column('shifts', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('transcripts', sa.Column('sketch', sa.LargeBinary(), nullable=True))
    op.add_column('fetches', sa.Column('audio_file', sa.Text(), nullable=True))
