"""Add takedowns of pastes, blocks of accounts, and the log of operators' acts"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5e92d10b47af"
down_revision: str | None = "c3f60a8e71d4"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("posts", sa.Column("takedown_reason", sa.Text(), nullable=True), schema="posts")
    op.add_column("users", sa.Column("block_reason", sa.Text(), nullable=True), schema="auth")
    op.add_column(
        "deliveries",
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        schema="notifier",
    )
    _index_ends("'deleted', 'expired', 'burned', 'taken-down'")
    op.create_table(
        "acts",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
        schema="auth",
    )


def downgrade() -> None:
    op.drop_table("acts", schema="auth")
    # The former code knows neither of these: what was taken down stays deleted, and is purged.
    op.execute("UPDATE posts.events SET kind = 'deleted' WHERE kind = 'taken-down'")
    op.execute("DELETE FROM notifier.deliveries WHERE kind = 'taken-down'")
    _index_ends("'deleted', 'expired', 'burned'")
    op.drop_column("deliveries", "reason", schema="notifier")
    op.drop_column("users", "block_reason", schema="auth")
    op.drop_column("posts", "takedown_reason", schema="posts")


def _index_ends(kinds: str) -> None:
    op.drop_index("ix_events_gone_url", "events", schema="posts")
    where = sa.text(f"kind IN ({kinds})")
    op.create_index("ix_events_gone_url", "events", ["url"], schema="posts", postgresql_where=where)
