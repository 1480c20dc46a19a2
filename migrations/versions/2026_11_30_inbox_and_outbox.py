"""Add inbox and outbox

Moves the rows of the tables that they replace: parts of long texts, and pending replies.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "4a7d19c0be52"
down_revision: str | None = "c4a9e17d52b8"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_NOW = sa.text("clock_timestamp()")
# Telegram's own ids are positive.
_PIECES_TO_UPDATES = """
    INSERT INTO bot.updates (bot_id, update_id, chat_id, payload)
    SELECT bot_id, number, chat_id, '{"update_id":' || number || ',"message":' || (message ->> 'json') || '}'
    FROM (
        SELECT *, row_number() OVER (ORDER BY chat_id, message_id) - 1 - count(*) OVER () AS number
        FROM posts.pieces
    ) AS pieces
"""
_ANSWERS_TO_REPLIES = """
    INSERT INTO bot.replies (bot_id, chat_id, payload, created_at)
    SELECT
        bot_id,
        chat_id,
        CASE WHEN answer::json ->> 'post' IS NULL
            THEN '{"method":"SendMessage","fields":' || (answer::json -> 'message')::text || '}'
            ELSE '{"card":{"post":' || (answer::json ->> 'post') || '},"fields":'
                || (answer::json -> 'message')::text || '}'
        END,
        created_at
    FROM notifier.owed_answers ORDER BY id
"""
_CHATS = """
    INSERT INTO bot.{chats} (bot_id, chat_id, waiting)
    SELECT bot_id, chat_id, count(*) FROM bot.{items} GROUP BY bot_id, chat_id
"""


def upgrade() -> None:
    op.execute(sa.schema.CreateSchema("bot", if_not_exists=True))
    _create_chats("inbox_chats")
    _create_chats("outbox_chats")
    _create_updates()
    _create_replies()
    _create_conversations()
    op.execute(_PIECES_TO_UPDATES)
    op.execute(_ANSWERS_TO_REPLIES)
    op.execute(_CHATS.format(chats="inbox_chats", items="updates"))
    op.execute(_CHATS.format(chats="outbox_chats", items="replies"))
    op.drop_table("pieces", schema="posts")
    op.drop_table("owed_answers", schema="notifier")


def downgrade() -> None:
    """Drop waiting updates and replies: stop the bot first, when both are empty."""
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
    op.create_table(
        "pieces",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message", sa.dialects.postgresql.JSONB(), nullable=False),
        sa.Column("purpose", sa.dialects.postgresql.JSONB(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), server_default=_NOW, nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", "message_id", name=op.f("pk_pieces")),
        schema="posts",
    )
    for table in ("conversations", "replies", "updates", "outbox_chats", "inbox_chats"):
        op.drop_table(table, schema="bot")
    op.execute(sa.schema.DropSchema("bot"))


def _create_chats(name: str) -> None:
    op.create_table(
        name,
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("waiting", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=_NOW, nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", name=op.f(f"pk_{name}")),
        schema="bot",
    )
    op.create_index(f"ix_{name}_due", name, ["bot_id", "due_at"], schema="bot")


def _create_updates() -> None:
    op.create_table(
        "updates",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=_NOW, nullable=False),
        sa.Column("status", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.CheckConstraint("status IN ('waiting', 'done', 'dead')", name=op.f("ck_updates_status")),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name=op.f("pk_updates")),
        schema="bot",
    )
    op.create_index(
        "ix_updates_waiting",
        "updates",
        ["bot_id", "chat_id", "update_id"],
        schema="bot",
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index(
        "ix_updates_dead", "updates", ["bot_id"], schema="bot", postgresql_where=sa.text("status = 'dead'")
    )


def _create_replies() -> None:
    op.create_table(
        "replies",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
        schema="bot",
    )
    op.create_index("ix_replies_chat", "replies", ["bot_id", "chat_id", "id"], schema="bot")


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=_NOW, nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", "user_id", name=op.f("pk_conversations")),
        schema="bot",
    )
