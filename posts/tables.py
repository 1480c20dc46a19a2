"""Rows of the schema `posts`.

No foreign key leaves the schema: an author is known by id alone, so that each service could have a database
of its own.
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base
from posts.models import Origin

SCHEMA = "posts"


class PostRow(Base):
    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text, unique=True)
    content_source: Mapped[str] = mapped_column(Text)
    created_by: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    revision: Mapped[int] = mapped_column(server_default="1")
    language: Mapped[str] = mapped_column(Text)
    format: Mapped[str] = mapped_column(Text, server_default="plain")
    visibility: Mapped[str] = mapped_column(Text, server_default="public")
    expires_at: Mapped[datetime | None]
    burn_after_read: Mapped[bool] = mapped_column(server_default="false")
    size: Mapped[int]
    lines: Mapped[int]
    sha256: Mapped[str] = mapped_column(Text)
    source_bot_id: Mapped[int | None] = mapped_column(BigInteger)
    source_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    source_message_id: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        UniqueConstraint(source_bot_id, source_chat_id, source_message_id),
        Index("ix_posts_created_by_id", created_by, id),
        CheckConstraint("visibility IN ('public', 'unlisted', 'private')", name="visibility"),
        {"schema": SCHEMA},
    )


class RevisionRow(Base):
    __tablename__ = "revisions"

    post_id: Mapped[int] = mapped_column(ForeignKey(PostRow.id, ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content_source: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = ({"schema": SCHEMA},)


class DraftRow(Base):
    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, index=True)
    title: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    content_source: Mapped[str] = mapped_column(Text)
    source_bot_id: Mapped[int | None] = mapped_column(BigInteger)
    source_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    source_message_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (UniqueConstraint(source_bot_id, source_chat_id, source_message_id), {"schema": SCHEMA})


class EventRow(Base):
    """The outbox; the rows of deleted pastes also tell 410 from 404."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    post_id: Mapped[int] = mapped_column(BigInteger)
    author_id: Mapped[int] = mapped_column(BigInteger)
    url: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    handled_at: Mapped[datetime | None] = mapped_column()

    __table_args__ = (
        Index("ix_events_waiting", happened_at, postgresql_where=handled_at.is_(None)),
        Index("ix_events_deleted_url", url, postgresql_where=kind == "deleted"),
        {"schema": SCHEMA},
    )


def origin_columns(origin: Origin | None) -> dict[str, int | None]:
    names = ("source_bot_id", "source_chat_id", "source_message_id")
    values = (origin.bot_id, origin.chat_id, origin.message_id) if origin else (None, None, None)
    return dict(zip(names, values, strict=True))
