"""Rows of the schema `bot`: people's texts on their way, which go within a day."""

from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base
from kernel.leases import LeasedRow

SCHEMA: Final = "bot"


class QueuedChatRow(LeasedRow):
    """A chat in which something waits: who has the lease handles all of it, in order. `waiting` counts."""

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    waiting: Mapped[int] = mapped_column(server_default="0")


class InboxChatRow(QueuedChatRow, Base):
    __tablename__ = "inbox_chats"

    __table_args__ = (Index("ix_inbox_chats_due", "bot_id", "due_at"), {"schema": SCHEMA})


class OutboxChatRow(QueuedChatRow, Base):
    __tablename__ = "outbox_chats"

    __table_args__ = (Index("ix_outbox_chats_due", "bot_id", "due_at"), {"schema": SCHEMA})


class UpdateRow(Base):
    """An update in Telegram's JSON. A done one keeps nothing but its number, for Telegram may send it twice.

    `reason` and `reference`: of one that was set aside (`dead`).
    """

    __tablename__ = "updates"

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    status: Mapped[str] = mapped_column(Text, server_default="waiting")
    reason: Mapped[str | None] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index("ix_updates_waiting", bot_id, chat_id, update_id, postgresql_where=status == "waiting"),
        Index("ix_updates_dead", bot_id, postgresql_where=status == "dead"),
        CheckConstraint("status IN ('waiting', 'done', 'dead')", name="status"),
        {"schema": SCHEMA},
    )


class ReplyRow(Base):
    """What the bot has to say in a chat, in JSON of its own; deleted once Telegram has it."""

    __tablename__ = "replies"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (Index("ix_replies_chat", bot_id, chat_id, id), {"schema": SCHEMA})


class ConversationRow(Base):
    """What the bot is waiting for from somebody in a chat; `data` is JSON, all of it ASCII."""

    __tablename__ = "conversations"

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    state: Mapped[str | None] = mapped_column(Text)
    data: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

    __table_args__ = ({"schema": SCHEMA},)
