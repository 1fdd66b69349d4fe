"""What is doubtful in a feed is kept with its show."""

import sqlalchemy as sa
from alembic import op

revision = '0010_doubts'
down_revision = '0009_support'


def upgrade() -> None:
    # Not in a batch: that would copy the table, and dropping the old one would take all that hangs on it along.
    op.add_column('shows', sa.Column('doubts', sa.JSON(), nullable=False, server_default='[]'))
