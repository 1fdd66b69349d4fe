"""Quotes are placed, say what they answer, and which of their words are read."""

import sqlalchemy as sa
from alembic import op

revision = '0011_quotes'
down_revision = '0010_doubts'


def upgrade() -> None:
    # Not in a batch: that would copy the table, and dropping the old one would take all that hangs on it along.
    op.add_column('insights', sa.Column('placing', sa.Text(), nullable=False, server_default=''))
    op.add_column('insights', sa.Column('question', sa.JSON(), nullable=True))
    op.add_column('insights', sa.Column('shown', sa.JSON(), nullable=False, server_default='[]'))
