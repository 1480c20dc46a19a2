"""Add leases to deliveries and exports"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c4a9e17d52b8"
down_revision: str | None = "b61d90f3e2c7"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_TABLES = ("deliveries", "exports")


def upgrade() -> None:
    # Rows claimed by a worker of the previous version have no lease; they are due as before.
    for table in _TABLES:
        op.alter_column(
            table,
            "next_attempt_at",
            new_column_name="due_at",
            server_default=sa.text("clock_timestamp()"),
            schema="notifier",
        )
        op.add_column(table, sa.Column("lease", sa.Uuid(), nullable=True), schema="notifier")


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "lease", schema="notifier")
        op.alter_column(
            table,
            "due_at",
            new_column_name="next_attempt_at",
            server_default=sa.text("now()"),
            schema="notifier",
        )
