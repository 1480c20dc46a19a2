"""What people sent that is no paste yet: texts that are held."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Identity, Text, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base
from posts.pastes.tables import SCHEMA


class DraftRow(Base):
    """`telegram_id`: the chat that sent it; `user_id`: the account that it is of, also when that chat has
    logged out, and NULL of a stranger's. `details`: what else a draft has, by the names of
    `posts.models.Draft`.
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
        # In a group, several may want the same message.
        UniqueConstraint(
            telegram_id, source_bot_id, source_chat_id, source_message_id, name="uq_drafts_owner_source"
        ),
        CheckConstraint("reason IN ('stranger', 'limit', 'warning')", name="reason"),
        {"schema": SCHEMA},
    )
