"""Add the bot's address"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5c1f0e7a92d4"
down_revision: str | None = "0b9125b7b023"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "bot",
        sa.Column("is_it", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("chat_url", sa.Text(), nullable=False),
        sa.CheckConstraint("is_it", name=op.f("ck_bot_only_one")),
        sa.PrimaryKeyConstraint("is_it", name=op.f("pk_bot")),
        schema="notifier",
    )


def downgrade() -> None:
    op.drop_table("bot", schema="notifier")
