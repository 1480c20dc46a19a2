"""Queries on pastes: facts only; nothing here commits."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import UserId
from kernel.storage import ContentKey
from posts.models import Origin, Post, PostId, PostUrl, Visibility
from posts.pastes.rows import post_of, returning_posts
from posts.pastes.search import matches
from posts.pastes.tables import PartRow, PostRow

_THERE: Final = PostRow.deleted_at.is_(None)
LIVE: Final = and_(_THERE, or_(PostRow.expires_at.is_(None), PostRow.expires_at > func.now()))

# Not the time of the transaction's start: two that wait for each other must not leave the same.
_LATER: Final = func.clock_timestamp()
# Rows that the session knows from before are read again: a change in SQL has made them old.
_ANEW: Final = {"populate_existing": True}
# What is asked of every message is built once: to build it takes as long as to run it.
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
        """Also one that is deleted or has expired, for as long as it is known."""
        return await self._one(select(PostRow).where(PostRow.url == url))

    async def get(self, post: PostId) -> Post | None:
        return await self._one(select(PostRow).where(PostRow.id == post, LIVE))

    async def made_by(self, author: UserId, post: PostId) -> Post | None:
        """Also one that is deleted or has expired, for as long as it is known."""
        return await self._one(select(PostRow).where(PostRow.id == post, PostRow.created_by == author))

    async def from_origin(self, origin: Origin) -> Post | None:
        """The paste that this message made, or is a part of."""
        return await self._one(_FROM_ORIGIN, asdict(origin))

    async def from_origins(self, author: UserId, first: Origin, last: int, limit: int) -> list[Post]:
        """What an author's messages from the first to the last have made, in their order."""
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
        return set(await self._session.scalars(select(PostRow.url).where(PostRow.url.in_(urls))))

    async def newest(
        self, author: UserId, visibility: Visibility | None, words: str, offset: int, limit: int
    ) -> list[Post]:
        which = [PostRow.visibility == visibility] if visibility else []
        return await self._newest(author, offset, limit, *which, *([matches(words)] if words else []))

    async def oldest(self, author: UserId, after: PostId, limit: int) -> list[Post]:
        """In the order they were made, behind `after`."""
        query = select(PostRow).where(PostRow.created_by == author, PostRow.id > after, LIVE)
        return [post_of(row) for row in await self._session.scalars(query.order_by(PostRow.id).limit(limit))]

    async def lock(self, author: UserId, post: PostId) -> Post | None:
        """An author's paste that nobody else changes until the transaction ends."""
        mine = select(PostRow).where(PostRow.id == post, PostRow.created_by == author, LIVE)
        return await self._one(mine.with_for_update())

    async def await_changes(self, post: PostId) -> Post | None:
        """As it is once whoever changes it has ended, also a deleted one; nobody else changes it then."""
        return await self._one(select(PostRow).where(PostRow.id == post).with_for_update())

    async def change(self, post: PostId, **values: Any) -> Post:
        """For whoever has locked it."""
        changed = update(PostRow).where(PostRow.id == post).values(updated_at=_LATER, **values)
        rows = await self._session.scalars(returning_posts(changed), execution_options=_ANEW)
        return post_of(rows.one())

    async def move(self, post: PostId, url: PostUrl, **values: Any) -> Post | None:
        """None where the address is taken. For whoever has locked it."""
        try:
            async with self._session.begin_nested():
                return await self.change(post, url=url, **values)
        except IntegrityError:
            return None

    async def bin(self, author: UserId, post: PostId) -> Post | None:
        """None where the author has no such paste, or has deleted it already."""
        gone = update(PostRow).where(PostRow.id == post, PostRow.created_by == author, LIVE)
        return await self._one(returning_posts(gone.values(deleted_at=func.now())))

    async def unbin(self, author: UserId, post: PostId, within: timedelta) -> Post | None:
        """None where it was deleted longer ago, or was not."""
        back = update(PostRow).where(
            PostRow.id == post, PostRow.created_by == author, PostRow.deleted_at > func.now() - within
        )
        return await self._one(returning_posts(back.values(deleted_at=None)))

    async def burn(self, post: PostId) -> bool:
        """In one statement, so that only one reader can win."""
        burnt = delete(PostRow).where(PostRow.id == post, PostRow.burn_after_read, LIVE).returning(PostRow.id)
        return await self._session.scalar(burnt) is not None

    async def over(self, undo: timedelta, limit: int) -> list[Post]:
        """What has expired, or was deleted longer ago than `undo`; locked, so that two never share one."""
        deleted = PostRow.deleted_at <= func.now() - undo
        query = select(PostRow).where(or_(deleted, PostRow.expires_at <= func.now())).limit(limit)
        rows = await self._session.scalars(query.with_for_update(skip_locked=True))
        return [post_of(row) for row in rows]

    async def all_of(self, author: UserId, limit: int) -> list[Post]:
        """Also the deleted; locked, after whoever changes one of them just now."""
        query = select(PostRow).where(PostRow.created_by == author).order_by(PostRow.id).limit(limit)
        return [post_of(row) for row in await self._session.scalars(query.with_for_update())]

    async def has_any(self, author: UserId) -> bool:
        """Also a deleted one."""
        return bool(await self._session.scalar(select(exists().where(PostRow.created_by == author))))

    async def remove(self, posts: Sequence[PostId]) -> None:
        await self._session.execute(delete(PostRow).where(PostRow.id.in_(posts)))

    async def originals_in_use(self, keys: Sequence[ContentKey]) -> set[str]:
        found = select(PostRow.original_source).where(PostRow.original_source.in_(keys))
        return {key for key in await self._session.scalars(found) if key}

    async def _newest(
        self, author: UserId, offset: int, limit: int, *which: ColumnElement[bool]
    ) -> list[Post]:
        query = select(PostRow).where(PostRow.created_by == author, LIVE, *which)
        rows = await self._session.scalars(query.order_by(PostRow.id.desc()).offset(offset).limit(limit))
        return [post_of(row) for row in rows]

    async def _one(self, statement: Any, values: Mapping[str, Any] | None = None) -> Post | None:
        row = await self._session.scalar(statement, values, execution_options=_ANEW)
        return post_of(row) if row else None
