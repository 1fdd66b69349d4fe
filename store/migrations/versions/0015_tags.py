"""Readers file what they saved under tags and say how many of their five a show may have; shows can be paused."""

import sqlalchemy as sa
from alembic import op

revision = '0015_tags'
down_revision = '0014_outlets'


def upgrade() -> None:
    op.create_table(
        'saved_tags',
        sa.Column('reader_id', sa.Integer(), nullable=False),
        sa.Column('insight_id', sa.String(length=16), nullable=False),
        sa.Column('tag', sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ['reader_id', 'insight_id'],
            ['saved.reader_id', 'saved.insight_id'],
            name=op.f('fk_saved_tags_reader_id_insight_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('reader_id', 'insight_id', 'tag', name=op.f('pk_saved_tags')),
    )
    op.create_table(
        'show_limits',
        sa.Column('reader_id', sa.Integer(), nullable=False),
        sa.Column('show_id', sa.Integer(), nullable=False),
        sa.Column('most', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['reader_id'], ['readers.id'], name=op.f('fk_show_limits_reader_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['show_id'], ['shows.id'], name=op.f('fk_show_limits_show_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('reader_id', 'show_id', name=op.f('pk_show_limits')),
    )
    op.add_column('shows', sa.Column('paused_at', sa.DateTime(timezone=True)))
