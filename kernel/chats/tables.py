"""The tables of the schema `bot`. They hold people's messages, which are deleted within a day."""

from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base
from kernel.leases import LeasedRow

SCHEMA: Final = "bot"


class QueuedChatRow(LeasedRow):
    """A chat in which `waiting` items wait; the worker that has its lease handles them in order."""

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    waiting: Mapped[int] = mapped_column(server_default="0")


class InboxChatRow(QueuedChatRow, Base):
    """A chat in which updates wait."""

    __tablename__ = "inbox_chats"

    __table_args__ = (Index("ix_inbox_chats_due", "bot_id", "due_at"), {"schema": SCHEMA})


class OutboxChatRow(QueuedChatRow, Base):
    """A chat in which replies wait."""

    __tablename__ = "outbox_chats"

    __table_args__ = (Index("ix_outbox_chats_due", "bot_id", "due_at"), {"schema": SCHEMA})


class UpdateRow(Base):
    """An update as JSON of Telegram. A handled one stays without its payload, as Telegram may send it twice.

    `reason` and `reference` are those of an update that was set aside (`dead`).
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
    """A reply to send in a chat, as JSON of the bot; deleted when Telegram has accepted it."""

    __tablename__ = "replies"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (Index("ix_replies_chat", bot_id, chat_id, id), {"schema": SCHEMA})


class ConversationRow(Base):
    """The answer that the bot expects from a person in a chat. `data` is JSON in ASCII."""

    __tablename__ = "conversations"

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    state: Mapped[str | None] = mapped_column(Text)
    data: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

    __table_args__ = ({"schema": SCHEMA},)
