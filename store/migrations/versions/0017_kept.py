"""What search and threads compute of a text is kept: a passage's vector, and what an insight is about."""

import sqlalchemy as sa
from alembic import op

revision = '0017_kept'
down_revision = '0016_logins'


def upgrade() -> None:
    op.add_column('chunks', sa.Column('vector', sa.LargeBinary()))
    op.create_index('ix_chunks_speakers', 'chunks', ['episode_id', 'speaker'])
    op.create_index('ix_insights_speakers', 'insights', ['episode_id', 'speaker'])
    op.create_table(
        'matters',
        sa.Column('insight_id', sa.String(length=16), nullable=False),
        sa.Column('made_from', sa.String(length=64), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('stems', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ['insight_id'], ['insights.id'], name=op.f('fk_matters_insight_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('insight_id', name=op.f('pk_matters')),
    )
