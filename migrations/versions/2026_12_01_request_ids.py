"""Add the id of the update or request that caused an event"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c3f60a8e71d4"
down_revision: str | None = "7be20c4d91fa"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("events", sa.Column("request_id", sa.Text(), nullable=True), schema="posts")
    op.add_column("deliveries", sa.Column("request_id", sa.Text(), nullable=True), schema="notifier")


def downgrade() -> None:
    op.drop_column("deliveries", "request_id", schema="notifier")
    op.drop_column("events", "request_id", schema="posts")
