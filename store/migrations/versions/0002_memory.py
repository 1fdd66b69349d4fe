"""What was weighed, how insights stand to each other, what a reader said of them."""

import sqlalchemy as sa
from alembic import op

revision = '0002_memory'
down_revision = '0001_first'


def upgrade() -> None:
    op.create_table('feedback',
    sa.Column('reader_id', sa.Integer(), nullable=False),
    sa.Column('insight_id', sa.String(length=16), nullable=False),
    sa.Column('verdict', sa.String(length=16), nullable=False),
    sa.Column('text_hash', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['reader_id'], ['readers.id'], name=op.f('fk_feedback_reader_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('reader_id', 'insight_id', name=op.f('pk_feedback'))
    )
    op.create_table('saved',
    sa.Column('reader_id', sa.Integer(), nullable=False),
    sa.Column('insight_id', sa.String(length=16), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['reader_id'], ['readers.id'], name=op.f('fk_saved_reader_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('reader_id', 'insight_id', name=op.f('pk_saved'))
    )
    op.create_table('candidates',
    sa.Column('episode_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('start', sa.Float(), nullable=True),
    sa.Column('end', sa.Float(), nullable=True),
    sa.Column('headline', sa.Text(), nullable=False),
    sa.Column('worth', sa.Float(), nullable=True),
    sa.Column('parts', sa.JSON(), nullable=False),
    sa.Column('outcome', sa.String(length=64), nullable=False),
    sa.Column('insight_id', sa.String(length=16), nullable=True),
    sa.ForeignKeyConstraint(['episode_id'], ['episodes.id'], name=op.f('fk_candidates_episode_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('episode_id', 'rank', name=op.f('pk_candidates'))
    )
    with op.batch_alter_table('candidates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_candidates_insight_id'), ['insight_id'], unique=False)

    op.create_table('considered',
    sa.Column('digest_id', sa.Integer(), nullable=False),
    sa.Column('insight_id', sa.String(length=16), nullable=False),
    sa.Column('worth', sa.Float(), nullable=False),
    sa.Column('novelty', sa.Float(), nullable=False),
    sa.Column('interest', sa.Float(), nullable=False),
    sa.Column('freshness', sa.Float(), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('outcome', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['digest_id'], ['digests.id'], name=op.f('fk_considered_digest_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('digest_id', 'insight_id', name=op.f('pk_considered'))
    )
    with op.batch_alter_table('considered', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_considered_insight_id'), ['insight_id'], unique=False)

    op.create_table('relations',
    sa.Column('insight_id', sa.String(length=16), nullable=False),
    sa.Column('earlier_id', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['earlier_id'], ['insights.id'], name=op.f('fk_relations_earlier_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['insight_id'], ['insights.id'], name=op.f('fk_relations_insight_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('insight_id', 'earlier_id', name=op.f('pk_relations'))
    )
    with op.batch_alter_table('relations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_relations_earlier_id'), ['earlier_id'], unique=False)

    # Not in a batch: that would copy the table, and dropping the old one would take all that hangs on it along.
    op.add_column('episodes', sa.Column('chapters_url', sa.Text(), nullable=True))
    op.add_column('episodes', sa.Column('fell_back', sa.Boolean(), nullable=False, server_default=sa.false()))
