"""Add pending replies"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e7b8402fd5c6"
down_revision: str | None = "5f0d27c94a1e"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "owed_answers",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed_answers")),
        schema="notifier",
    )


def downgrade() -> None:
    op.drop_table("owed_answers", schema="notifier")
