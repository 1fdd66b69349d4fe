"""Voices are remembered with their show, and quotes are listened to."""

import sqlalchemy as sa
from alembic import op

revision = '0012_voices'
down_revision = '0011_quotes'


def upgrade() -> None:
    op.create_table('voices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('show_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('by_hand', sa.Boolean(), nullable=False),
    sa.Column('seconds', sa.Float(), nullable=False),
    sa.Column('print', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['show_id'], ['shows.id'], name=op.f('fk_voices_show_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_voices'))
    )
    op.create_index(op.f('ix_voices_show_id'), 'voices', ['show_id'], unique=False)
    op.create_table('voices_heard',
    sa.Column('episode_id', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('voice_id', sa.Integer(), nullable=False),
    sa.Column('seconds', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['episode_id'], ['episodes.id'], name=op.f('fk_voices_heard_episode_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['voice_id'], ['voices.id'], name=op.f('fk_voices_heard_voice_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('episode_id', 'label', name=op.f('pk_voices_heard'))
    )
    op.create_index(op.f('ix_voices_heard_voice_id'), 'voices_heard', ['voice_id'], unique=False)
    op.create_table('hearings',
    sa.Column('insight_id', sa.String(length=16), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('start', sa.Float(), nullable=True),
    sa.Column('end', sa.Float(), nullable=True),
    sa.ForeignKeyConstraint(['insight_id'], ['insights.id'], name=op.f('fk_hearings_insight_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('insight_id', name=op.f('pk_hearings'))
    )
