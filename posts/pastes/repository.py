"""Queries on pastes. Nothing here commits."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Row, Update, and_, bindparam, case, delete, exists, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.selectable import ExecutableReturnsRows

from auth.models import UserId
from kernel.growth import Growth, growth_by
from kernel.storage import ContentKey
from posts.models import Format, Origin, Post, PostId, PostUrl, Visibility
from posts.pastes.search import matches
from posts.pastes.tables import PartRow, PostRow, RenderingRow

LIVE: Final = and_(
    PostRow.deleted_at.is_(None), or_(PostRow.expires_at.is_(None), PostRow.expires_at > func.now())
)
# `now()` is the start of the transaction: two that wait for each other could leave the same time.
_NOW: Final = func.clock_timestamp()
# Update objects that the session has loaded before: statements in SQL have made them stale.
_FRESH: Final = {"populate_existing": True}
# This runs for every message, so it is built once: building it takes as long as running it.
_FROM_ORIGIN: Final = select(PostRow).where(
    or_(
        and_(
            PostRow.source_bot_id == bindparam("bot_id"),
            PostRow.source_chat_id == bindparam("chat_id"),
            PostRow.source_message_id == bindparam("message_id"),
        ),
        PostRow.id
        == select(PartRow.post_id)
        .where(
            PartRow.bot_id == bindparam("bot_id"),
            PartRow.chat_id == bindparam("chat_id"),
            PartRow.message_id == bindparam("message_id"),
        )
        .scalar_subquery(),
    )
)


class PostRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, url: PostUrl) -> Post | None:
        """Return a paste, also one that is deleted or expired but not purged yet."""
        return await self._find_one(select(PostRow).where(PostRow.url == url))

    async def get(self, post: PostId) -> Post | None:
        """Return a paste that is neither deleted nor expired."""
        return await self._find_one(select(PostRow).where(PostRow.id == post, LIVE))

    async def find_any(self, post: PostId) -> Post | None:
        """Return a paste, also one that is deleted or expired but not purged yet."""
        return await self._find_one(select(PostRow).where(PostRow.id == post))

    async def get_own(self, author: UserId, post: PostId) -> Post | None:
        """Return an author's paste, also one that is deleted or expired but not purged yet."""
        return await self._find_one(select(PostRow).where(PostRow.id == post, PostRow.created_by == author))

    async def from_origin(self, origin: Origin) -> Post | None:
        """Return the paste that this message is the text of, or a part of it; also one that has ended."""
        return await self._find_one(_FROM_ORIGIN, asdict(origin))

    async def from_origins(self, author: UserId, first: Origin, last: int, limit: int) -> list[Post]:
        """Return an author's pastes from the messages `first` to `last`, in the order of the messages."""
        query = select(PostRow).where(
            PostRow.source_bot_id == first.bot_id,
            PostRow.source_chat_id == first.chat_id,
            PostRow.source_message_id.between(first.message_id, last),
            PostRow.created_by == author,
            LIVE,
        )
        rows = await self._session.scalars(query.order_by(PostRow.source_message_id).limit(limit))
        return [post_of(row) for row in rows]

    async def taken(self, urls: Sequence[PostUrl]) -> set[str]:
        """Return those of the addresses that a paste has, also one that has ended but is not purged yet."""
        return set(await self._session.scalars(select(PostRow.url).where(PostRow.url.in_(urls))))

    async def newest(
        self, author: UserId, visibility: Visibility | None, words: str, offset: int, limit: int
    ) -> list[Post]:
        """Return an author's pastes that match, newest first. See `PostService.page_of`."""
        query = select(PostRow).where(PostRow.created_by == author, LIVE)
        if visibility:
            query = query.where(PostRow.visibility == visibility)
        if words:
            query = query.where(matches(words))
        rows = await self._session.scalars(query.order_by(PostRow.id.desc()).offset(offset).limit(limit))
        return [post_of(row) for row in rows]

    async def newest_of_any_state(self, author: UserId, limit: int) -> list[Post]:
        """Return an author's newest pastes, also those that have ended but are not purged yet."""
        query = select(PostRow).where(PostRow.created_by == author).order_by(PostRow.id.desc()).limit(limit)
        return [post_of(row) for row in await self._session.scalars(query)]

    async def oldest(self, author: UserId, after: PostId, limit: int) -> list[Post]:
        """Return an author's pastes after this one, in the order they were made."""
        query = select(PostRow).where(PostRow.created_by == author, PostRow.id > after, LIVE)
        return [post_of(row) for row in await self._session.scalars(query.order_by(PostRow.id).limit(limit))]

    async def lock(self, author: UserId, post: PostId) -> Post | None:
        """Return an author's paste and lock it until the transaction ends."""
        mine = select(PostRow).where(PostRow.id == post, PostRow.created_by == author, LIVE)
        return await self._find_one(mine.with_for_update())

    async def lock_any(self, post: PostId) -> Post | None:
        """Lock a paste, also a deleted or expired one, until the transaction ends, and return it as it is."""
        return await self._find_one(select(PostRow).where(PostRow.id == post).with_for_update())

    async def update(self, post: PostId, **values: Any) -> Post:
        """Update the columns of a locked paste, and its `updated_at`."""
        changed = update(PostRow).where(PostRow.id == post).values(updated_at=_NOW, **values)
        rows = await self._session.scalars(_returning_posts(changed), execution_options=_FRESH)
        return post_of(rows.one())

    async def move(self, post: PostId, url: PostUrl, **values: Any) -> Post | None:
        """Update a locked paste and its address. None if the address is taken."""
        try:
            async with self._session.begin_nested():
                return await self.update(post, url=url, **values)
        except IntegrityError:
            return None

    async def mark_deleted(self, author: UserId, post: PostId) -> Post | None:
        """Return the deleted paste, or None if the author has no such paste that has not ended."""
        gone = update(PostRow).where(PostRow.id == post, PostRow.created_by == author, LIVE)
        return await self._find_one(_returning_posts(gone.values(deleted_at=func.now())))

    async def unmark_deleted(self, author: UserId, post: PostId, within: timedelta) -> Post | None:
        """Return the paste, or None if it was not deleted `within` this time."""
        back = update(PostRow).where(
            PostRow.id == post,
            PostRow.created_by == author,
            PostRow.deleted_at > func.now() - within,
            PostRow.takedown_reason.is_(None),
        )
        return await self._find_one(_returning_posts(back.values(deleted_at=None)))

    async def mark_taken_down(self, post: PostId, reason: str) -> Post:
        """Delete a paste for the operator's reason."""
        return await self.update(post, deleted_at=func.now(), takedown_reason=reason)

    async def unmark_taken_down(self, post: PostId, within: timedelta) -> Post | None:
        """Return the paste, or None if it was not taken down `within` this time."""
        back = update(PostRow).where(
            PostRow.id == post,
            PostRow.takedown_reason.is_not(None),
            PostRow.deleted_at > func.now() - within,
        )
        return await self._find_one(_returning_posts(back.values(deleted_at=None, takedown_reason=None)))

    async def burn(self, post: PostId) -> bool:
        """Delete a paste that is to be read once, in one statement, so that only one reader can win."""
        burnt = delete(PostRow).where(PostRow.id == post, PostRow.burn_after_read, LIVE).returning(PostRow.id)
        return await self._session.scalar(burnt) is not None

    async def lock_ended(self, undo_period: timedelta, takedown_period: timedelta, limit: int) -> list[Post]:
        """Lock pastes that have expired, were deleted `undo_period` or taken down `takedown_period` ago.

        Those that another transaction has locked are left out.
        """
        kept = case((PostRow.takedown_reason.is_(None), undo_period), else_=takedown_period)
        deleted = PostRow.deleted_at <= func.now() - kept
        query = select(PostRow).where(or_(deleted, PostRow.expires_at <= func.now())).limit(limit)
        rows = await self._session.scalars(query.with_for_update(skip_locked=True))
        return [post_of(row) for row in rows]

    async def lock_all_of(self, author: UserId, limit: int) -> list[Post]:
        """Lock an author's pastes, deleted and expired ones too."""
        query = select(PostRow).where(PostRow.created_by == author).order_by(PostRow.id).limit(limit)
        return [post_of(row) for row in await self._session.scalars(query.with_for_update())]

    async def has_any(self, author: UserId) -> bool:
        """Tell whether there is a row of an author's, also of a deleted or expired paste."""
        return bool(await self._session.scalar(select(exists().where(PostRow.created_by == author))))

    async def delete(self, posts: Sequence[PostId]) -> None:
        await self._session.execute(delete(PostRow).where(PostRow.id.in_(posts)))

    async def growth(self) -> Growth:
        """Count all pastes that are not purged."""
        return await growth_by(self._session, PostRow.created_at)

    async def total_size(self) -> int:
        """Return the bytes of the texts of all pastes that are not purged."""
        return int(await self._session.scalar(select(func.coalesce(func.sum(PostRow.size), 0))) or 0)

    async def delete_stale_renderings(self) -> None:
        is_stale = RenderingRow.post_id == PostRow.id, RenderingRow.rendered_from != PostRow.updated_at
        await self._session.execute(delete(RenderingRow).where(*is_stale))

    async def originals_in_use(self, keys: Sequence[ContentKey]) -> set[str]:
        """Return those of the keys that a paste has its original file under."""
        found = select(PostRow.original_source).where(PostRow.original_source.in_(keys))
        return {key for key in await self._session.scalars(found) if key}

    async def _find_one(self, statement: Any, values: Mapping[str, Any] | None = None) -> Post | None:
        row = await self._session.scalar(statement, values, execution_options=_FRESH)
        return post_of(row) if row else None


def text_columns(
    text: str, key: ContentKey, encoding: str | None, original: ContentKey | None
) -> dict[str, Any]:
    """Return the columns of a paste that follow from its text."""
    content = text.encode()
    return {
        "content_source": key,
        "size": len(content),
        "lines": text.count("\n") + (not text.endswith("\n")),
        "sha256": sha256(content).hexdigest(),
        "encoding": encoding,
        "original_source": original,
    }


def post_of(row: PostRow | Row[Any]) -> Post:
    return Post(
        id=PostId(row.id),
        title=row.title,
        url=PostUrl(row.url),
        content_source=ContentKey(row.content_source),
        created_by=UserId(row.created_by),
        created_at=row.created_at,
        updated_at=row.updated_at,
        revision=row.revision,
        language=row.language,
        format=Format(row.format),
        visibility=Visibility(row.visibility),
        size=row.size,
        lines=row.lines,
        sha256=row.sha256,
        expires_at=row.expires_at,
        burn_after_read=row.burn_after_read,
        deleted_at=row.deleted_at,
        takedown_reason=row.takedown_reason,
        encoding=row.encoding,
        original_source=ContentKey(row.original_source) if row.original_source else None,
        forwarded_from=row.forwarded_from,
        views=row.views or 0,
    )


def _returning_posts(change: Update) -> ExecutableReturnsRows:
    # A bare RETURNING leaves out the number of views, which is in another table.
    return select(PostRow).from_statement(change.returning(PostRow, PostRow.views))
