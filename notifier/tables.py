"""The tables of the schema `notifier`. No foreign key refers to another schema (see docs/decisions.md)."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base
from kernel.leases import LeasedRow

SCHEMA = "notifier"


class SubscriberRow(Base):
    """A subscription: the account `follower` follows the account `followed`."""

    __tablename__ = "subscribers"

    follower: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    followed: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, index=True)
    notification: Mapped[str] = mapped_column(Text, server_default="on")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (
        CheckConstraint("follower <> followed", name="not_oneself"),
        CheckConstraint("notification IN ('on', 'silent', 'digest', 'off')", name="notification"),
        {"schema": SCHEMA},
    )


class BotRow(Base):
    """The address of the bot that started last. `is_it` is true, so there can be only one row."""

    __tablename__ = "bot"

    is_it: Mapped[bool] = mapped_column(primary_key=True, server_default="true")
    username: Mapped[str] = mapped_column(Text)
    chat_url: Mapped[str] = mapped_column(Text)

    __table_args__ = (CheckConstraint("is_it", name="only_one"), {"schema": SCHEMA})


class DeliveryRow(LeasedRow, Base):
    """A message to one chat. `recipient` is the chat's Telegram id.

    `event_id` is the id of the paste's event; for an export, its negated id, and `post_id` is 0. `title` is
    that of a paste that was burned or taken down, and `reason` the operator's for that. `request_id`: see
    `kernel.request_id`.
    """

    __tablename__ = "deliveries"

    event_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    recipient: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    post_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(Text, server_default="published")
    title: Mapped[str] = mapped_column(Text, server_default="")
    reason: Mapped[str] = mapped_column(Text, server_default="")
    language: Mapped[str | None] = mapped_column(Text)
    silent: Mapped[bool] = mapped_column(server_default="false")
    status: Mapped[str] = mapped_column(Text, server_default="waiting")
    request_id: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index("ix_deliveries_waiting", "due_at", postgresql_where=status == "waiting"),
        CheckConstraint("status IN ('waiting', 'sent', 'failed', 'dropped')", name="status"),
        {"schema": SCHEMA},
    )


class ExportRow(LeasedRow, Base):
    """A person's request to have all of their data sent to the chat `telegram_id`."""

    __tablename__ = "exports"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, index=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger)
    language: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, server_default="waiting")
    parts_sent: Mapped[int] = mapped_column(server_default="0")
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (
        Index("ix_exports_waiting", "due_at", postgresql_where=status == "waiting"),
        CheckConstraint("status IN ('waiting', 'sent', 'failed')", name="status"),
        {"schema": SCHEMA},
    )
