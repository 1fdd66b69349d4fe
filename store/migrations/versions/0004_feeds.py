"""Feeds that move, end, rest and ask for a name; episodes whose audio was replaced, and the passages their shows chose."""

import sqlalchemy as sa
from alembic import op

revision = '0004_feeds'
down_revision = '0003_threads'


def upgrade() -> None:
    op.create_table('show_addresses',
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('show_id', sa.Integer(), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['show_id'], ['shows.id'], name=op.f('fk_show_addresses_show_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('url', name=op.f('pk_show_addresses'))
    )
    op.create_index(op.f('ix_show_addresses_show_id'), 'show_addresses', ['show_id'], unique=False)
    op.create_table('show_credentials',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('show_id', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['show_id'], ['shows.id'], name=op.f('fk_show_credentials_show_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_show_credentials'))
    )
    op.create_index(op.f('ix_show_credentials_show_id'), 'show_credentials', ['show_id'], unique=False)
    # Not in batches: those would copy the tables, and dropping the old ones would take all that hangs on them along.
    op.add_column('shows', sa.Column('language', sa.Text(), nullable=True))
    op.add_column('shows', sa.Column('categories', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('shows', sa.Column('user_agent', sa.Text(), nullable=True))
    op.add_column('shows', sa.Column('due_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('shows', sa.Column('pace_seconds', sa.Integer(), nullable=True))
    op.add_column('shows', sa.Column('failing_since', sa.DateTime(timezone=True), nullable=True))
    op.add_column('shows', sa.Column('moved_to', sa.Text(), nullable=True))
    op.add_column('shows', sa.Column('moved_seen_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('shows', sa.Column('moved_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('shows', sa.Column('https_tried_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('shows', sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('shows', sa.Column('complete', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('episodes', sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('episodes', sa.Column('soundbites', sa.JSON(), nullable=False, server_default='[]'))
