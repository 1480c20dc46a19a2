"""Rows of pending drafts."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Identity, Text, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base
from posts.pastes.tables import SCHEMA


class DraftRow(Base):
    """A pending draft. `telegram_id` is the chat that sent it, `reason` a `DraftStatus`.

    `user_id` is the author's account, NULL if there was none; it stays when the chat logs out. `details` has
    the other fields of `posts.models.Draft`, by their names.
    """

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, index=True)
    user_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    reason: Mapped[str] = mapped_column(Text, server_default="stranger")
    title: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    content_source: Mapped[str] = mapped_column(Text)
    original_source: Mapped[str | None] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    source_bot_id: Mapped[int | None] = mapped_column(BigInteger)
    source_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    source_message_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (
        # In a group, several people may publish the same message.
        UniqueConstraint(
            telegram_id, source_bot_id, source_chat_id, source_message_id, name="uq_drafts_owner_source"
        ),
        CheckConstraint("reason IN ('stranger', 'limit', 'warning')", name="reason"),
        {"schema": SCHEMA},
    )
