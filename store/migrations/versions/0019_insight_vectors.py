"""An insight's vector lies beside it, as a passage's does."""

import sqlalchemy as sa
from alembic import op

revision = '0019_insight_vectors'
down_revision = '0018_index_changes'


def upgrade() -> None:
    op.add_column('insights', sa.Column('vector', sa.LargeBinary()))
