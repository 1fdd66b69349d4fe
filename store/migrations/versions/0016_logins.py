"""What the login before the page calls each reader."""

import sqlalchemy as sa
from alembic import op

revision = '0016_logins'
down_revision = '0015_tags'


def upgrade() -> None:
    # Not in a batch: that would copy the table, and dropping the old one would take all that hangs on it along.
    op.add_column('readers', sa.Column('login', sa.Text()))
    op.create_index('ix_readers_login', 'readers', ['login'], unique=True)
