"""What a model made of each episode: its report card, and what it has still to read."""

import sqlalchemy as sa
from alembic import op

revision = '0006_readings'
down_revision = '0005_transcripts'


def upgrade() -> None:
    op.create_table('model_readings',
    sa.Column('episode_id', sa.Integer(), nullable=False),
    sa.Column('model', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seconds', sa.Float(), nullable=False),
    sa.Column('replies', sa.Integer(), nullable=False),
    sa.Column('repeated', sa.Integer(), nullable=False),
    sa.Column('proposed', sa.Integer(), nullable=False),
    sa.Column('proved', sa.Integer(), nullable=False),
    sa.Column('kept', sa.Integer(), nullable=False),
    sa.Column('refused', sa.JSON(), nullable=False),
    sa.Column('ended', sa.String(length=16), nullable=False),
    sa.Column('trouble', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['episode_id'], ['episodes.id'], name=op.f('fk_model_readings_episode_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('episode_id', 'model', name=op.f('pk_model_readings'))
    )
