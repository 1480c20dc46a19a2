"""Rows of the schema `posts`.

No foreign key leaves the schema: an author is known by id alone, so that each service could have a database
of its own.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnClause,
    ForeignKey,
    Identity,
    Index,
    Text,
    UniqueConstraint,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, column_property, mapped_column

from kernel.database import Base
from posts.models import Origin

SCHEMA = "posts"

# The pastes that lists show. With parameters, Postgres would not use the partial indexes.
LISTED: Final[ColumnClause[bool]] = literal_column(
    "(visibility = 'public' AND NOT burn_after_read AND deleted_at IS NULL)"
)
# The words of a paste, and its author as one more word that no text can have: so one index finds the words of
# one author, however many other authors use them.
AUTHORED: Final[ColumnClause[Any]] = literal_column(
    "(search || array_to_tsvector(ARRAY['@'::text || created_by::text]))"
)


class ViewRow(Base):
    """The number of views of a paste; no row if there are none. A separate table keeps this write small."""

    __tablename__ = "views"

    post_id: Mapped[int] = mapped_column(
        ForeignKey(f"{SCHEMA}.posts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    count: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = ({"schema": SCHEMA},)


class PostRow(Base):
    """A paste. While `deleted_at` is recent it can be brought back. `original_source` is the file as it was
    sent, if it was not in UTF-8. With a `takedown_reason`, the operator has deleted it."""

    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text, unique=True)
    content_source: Mapped[str] = mapped_column(Text)
    created_by: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deleted_at: Mapped[datetime | None] = mapped_column()
    takedown_reason: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(server_default="1")
    language: Mapped[str] = mapped_column(Text)
    format: Mapped[str] = mapped_column(Text, server_default="plain")
    visibility: Mapped[str] = mapped_column(Text, server_default="public")
    expires_at: Mapped[datetime | None] = mapped_column()
    burn_after_read: Mapped[bool] = mapped_column(server_default="false")
    size: Mapped[int]
    lines: Mapped[int]
    sha256: Mapped[str] = mapped_column(Text)
    encoding: Mapped[str | None] = mapped_column(Text)
    original_source: Mapped[str | None] = mapped_column(Text)
    forwarded_from: Mapped[str | None] = mapped_column(Text)
    search: Mapped[Any] = mapped_column(TSVECTOR, server_default="", deferred=True)
    source_bot_id: Mapped[int | None] = mapped_column(BigInteger)
    source_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    source_message_id: Mapped[int | None] = mapped_column(BigInteger)
    views: Mapped[int | None] = column_property(
        select(ViewRow.count).where(ViewRow.post_id == id).correlate_except(ViewRow).scalar_subquery()
    )

    __table_args__ = (
        UniqueConstraint(source_bot_id, source_chat_id, source_message_id),
        Index("ix_posts_created_by_id", created_by, id),
        Index("ix_posts_expires_at", expires_at, postgresql_where=expires_at.is_not(None)),
        Index("ix_posts_deleted_at", deleted_at, postgresql_where=deleted_at.is_not(None)),
        Index("ix_posts_original_source", original_source, postgresql_where=original_source.is_not(None)),
        Index("ix_posts_listed", created_by, id, postgresql_where=LISTED),
        # Not partial: Postgres estimates how frequent a word is only with an index of all rows.
        Index("ix_posts_authored", AUTHORED, postgresql_using="gin"),
        CheckConstraint("visibility IN ('public', 'unlisted', 'private')", name="visibility"),
        {"schema": SCHEMA},
    )


class RevisionRow(Base):
    """A present or former text of a paste. A NULL `language` or `format` is that of the paste."""

    __tablename__ = "revisions"

    post_id: Mapped[int] = mapped_column(ForeignKey(PostRow.id, ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content_source: Mapped[str] = mapped_column(Text, index=True)
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    language: Mapped[str | None] = mapped_column(Text)
    format: Mapped[str | None] = mapped_column(Text)
    encoding: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = ({"schema": SCHEMA},)


class RedirectRow(Base):
    """A redirect from an old address of a paste. A new paste at that address ends it."""

    __tablename__ = "redirects"

    url: Mapped[str] = mapped_column(Text, primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey(PostRow.id, ondelete="CASCADE"), index=True)

    __table_args__ = ({"schema": SCHEMA},)


class PartRow(Base):
    """A message whose text is a part of a paste; see `posts.models.Part`.

    `is_former`: the paste has got another text since. `said` is the SHA-256 of the text, if this message
    alone was the text.
    """

    __tablename__ = "parts"

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    post_id: Mapped[int] = mapped_column(ForeignKey(PostRow.id, ondelete="CASCADE"), index=True)
    length: Mapped[int]
    sent_at: Mapped[datetime]
    is_former: Mapped[bool] = mapped_column(server_default="false")
    said: Mapped[str | None] = mapped_column(Text)

    __table_args__ = ({"schema": SCHEMA},)


class PreferencesRow(Base):
    """The terms of a person's new pastes. A NULL `lifetime` means forever."""

    __tablename__ = "preferences"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    visibility: Mapped[str] = mapped_column(Text, server_default="public")
    lifetime: Mapped[timedelta | None]
    burn_after_read: Mapped[bool] = mapped_column(server_default="false")

    __table_args__ = (
        CheckConstraint("visibility IN ('public', 'unlisted', 'private')", name="visibility"),
        {"schema": SCHEMA},
    )


ENDS: Final = ("deleted", "expired", "burned", "taken-down")


class EventRow(Base):
    """The outbox of events. Events of pastes that have ended stay, to tell 410 Gone from 404.

    `request_id`: see `kernel.request_id`.
    """

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    post_id: Mapped[int] = mapped_column(BigInteger)
    author_id: Mapped[int] = mapped_column(BigInteger)
    url: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text, server_default="")
    happened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    handled_at: Mapped[datetime | None] = mapped_column()
    request_id: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index("ix_events_waiting", happened_at, postgresql_where=handled_at.is_(None)),
        Index("ix_events_gone_url", url, postgresql_where=kind.in_(ENDS)),
        Index("ix_events_published", post_id, postgresql_where=kind == "published"),
        {"schema": SCHEMA},
    )


def origin_columns(origin: Origin | None) -> dict[str, int | None]:
    """Return the columns `source_…` of a paste or a draft."""
    names = ("source_bot_id", "source_chat_id", "source_message_id")
    values = (origin.bot_id, origin.chat_id, origin.message_id) if origin else (None, None, None)
    return dict(zip(names, values, strict=True))


class RenderingRow(Base):
    """A finished page. It is stale unless `rendered_from` is the paste's `updated_at`.

    The table is unlogged: pages that a crash loses are rendered again.
    """

    __tablename__ = "renderings"

    post_id: Mapped[int] = mapped_column(ForeignKey(PostRow.id, ondelete="CASCADE"), primary_key=True)
    variant: Mapped[str] = mapped_column(Text, primary_key=True)
    rendered_from: Mapped[datetime]
    build: Mapped[str] = mapped_column(Text)
    page: Mapped[bytes]

    __table_args__ = ({"schema": SCHEMA, "prefixes": ["UNLOGGED"]},)
