"""The pictures of shows are kept beside them; readers may silence a show, and write beside what they saved."""

import sqlalchemy as sa
from alembic import op

revision = '0013_artwork'
down_revision = '0012_voices'


def upgrade() -> None:
    # Not in a batch: that would copy the table, and dropping the old one would take all that hangs on it along.
    op.add_column('shows', sa.Column('artwork_url', sa.Text()))
    op.create_table(
        'show_artwork',
        sa.Column('show_id', sa.Integer(), nullable=False),
        sa.Column('url', sa.Text(), nullable=False),
        sa.Column('picture', sa.LargeBinary()),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['show_id'], ['shows.id'], name=op.f('fk_show_artwork_show_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('show_id', name=op.f('pk_show_artwork')),
    )
    op.add_column('saved', sa.Column('note', sa.Text(), nullable=False, server_default=''))
    op.create_table(
        'muted',
        sa.Column('reader_id', sa.Integer(), nullable=False),
        sa.Column('show_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['reader_id'], ['readers.id'], name=op.f('fk_muted_reader_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['show_id'], ['shows.id'], name=op.f('fk_muted_show_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('reader_id', 'show_id', name=op.f('pk_muted')),
    )
    # Feeds are read once more whole: a host that says "nothing changed" would keep their pictures from us.
    op.execute("UPDATE shows SET etag = NULL, last_modified = NULL")
