"""Insights of which each sentence has its own proof."""

import sqlalchemy as sa
from alembic import op

revision = '0009_support'
down_revision = '0008_thread_labels'


def upgrade() -> None:
    # Not in a batch: that would copy the table, and dropping the old one would take all that hangs on it along.
    op.add_column('insights', sa.Column('support', sa.JSON(), nullable=False, server_default='[]'))
