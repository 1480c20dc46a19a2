"""The tables of the schema `auth`."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base

SCHEMA = "auth"


class UserRow(Base):
    """An account. At `deleting_at` it becomes due to be deleted, with all of its data. With a `block_reason`,
    the operator has blocked it.

    `status` is changed by no code, only by an operator: accounts that are not active cannot be found, but
    keep their usernames. `email` is unused.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    username: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, server_default="active")
    language: Mapped[str | None] = mapped_column(Text)
    registered_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deleting_at: Mapped[datetime | None] = mapped_column()
    block_reason: Mapped[str | None] = mapped_column(Text)

    # Unique in any case of letters; the type citext would need an extension.
    __table_args__ = (
        Index("uq_users_username", func.lower(username), unique=True),
        Index("uq_users_email", func.lower(email), unique=True),
        Index("ix_users_deleting_at", deleting_at, postgresql_where=deleting_at.is_not(None)),
        CheckConstraint("status IN ('active', 'blocked', 'deleted')", name="status"),
        {"schema": SCHEMA},
    )


class TelegramAccountRow(Base):
    """A person's private chat with the bot, linked to one account; an account may have several.

    `reachable` is false while the person has blocked the bot.
    """

    __tablename__ = "telegram_accounts"

    telegram_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id, ondelete="CASCADE"), index=True)
    linked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    reachable: Mapped[bool] = mapped_column(server_default="true")

    __table_args__ = ({"schema": SCHEMA},)


class ActRow(Base):
    """An act of an operator. `target` has a kind and an id, such as `paste 12`: no words of a person, which
    are deleted some day."""

    __tablename__ = "acts"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    happened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    actor: Mapped[str] = mapped_column(Text)
    act: Mapped[str] = mapped_column(Text)
    target: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, server_default="")

    __table_args__ = ({"schema": SCHEMA},)
