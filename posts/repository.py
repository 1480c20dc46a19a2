"""Queries on pastes: facts only; nothing here commits."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import UserId
from kernel.storage import ContentKey
from posts.models import Draft, EventKind, Format, Origin, Post, PostId, PostUrl, Visibility
from posts.tables import DraftRow, EventRow, PostRow, RevisionRow, origin_columns


class PostRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, author: UserId, url: PostUrl, draft: Draft, key: ContentKey) -> Post | None:
        """With its first revision; None where the address or the origin is taken by now."""
        new = postgres_insert(PostRow).values(created_by=author, url=url, **_described(draft, key))
        row = await self._session.scalar(new.on_conflict_do_nothing().returning(PostRow))
        if row is None:
            return None
        first = insert(RevisionRow).values(
            post_id=row.id, number=1, content_source=key, sha256=row.sha256, size=row.size
        )
        await self._session.execute(first)
        return _post(row)

    async def find(self, url: PostUrl) -> Post | None:
        row = await self._session.scalar(select(PostRow).where(PostRow.url == url))
        return _post(row) if row else None

    async def get(self, post: PostId) -> Post | None:
        row = await self._session.scalar(select(PostRow).where(PostRow.id == post))
        return _post(row) if row else None

    async def from_origin(self, origin: Origin) -> Post | None:
        same = select(PostRow).where(
            PostRow.source_bot_id == origin.bot_id,
            PostRow.source_chat_id == origin.chat_id,
            PostRow.source_message_id == origin.message_id,
        )
        row = await self._session.scalar(same)
        return _post(row) if row else None

    async def taken(self, urls: Sequence[PostUrl]) -> set[str]:
        return set(await self._session.scalars(select(PostRow.url).where(PostRow.url.in_(urls))))

    async def newest(
        self, author: UserId, visibility: Visibility | None, offset: int, limit: int
    ) -> list[Post]:
        query = select(PostRow).where(PostRow.created_by == author)
        if visibility:
            query = query.where(PostRow.visibility == visibility)
        rows = await self._session.scalars(query.order_by(PostRow.id.desc()).offset(offset).limit(limit))
        return [_post(row) for row in rows]

    async def delete(self, author: UserId, post: PostId) -> PostUrl | None:
        """The address that is free now; None where the author has no such paste."""
        gone = delete(PostRow).where(PostRow.id == post, PostRow.created_by == author).returning(PostRow.url)
        url = await self._session.scalar(gone)
        return PostUrl(url) if url else None

    async def content_keys(self, post: PostId) -> list[ContentKey]:
        """The files of all its revisions."""
        keys = await self._session.scalars(
            select(RevisionRow.content_source).where(RevisionRow.post_id == post)
        )
        return [ContentKey(key) for key in keys]

    async def files_in_use(self, keys: Sequence[ContentKey]) -> set[str]:
        """Which of these files a revision or a kept draft needs."""
        revisions = select(RevisionRow.content_source).where(RevisionRow.content_source.in_(keys))
        drafts = select(DraftRow.content_source).where(DraftRow.content_source.in_(keys))
        return set(await self._session.scalars(revisions.union(drafts)))

    async def was_deleted(self, url: PostUrl) -> bool:
        known = exists().where(EventRow.url == url, EventRow.kind == EventKind.DELETED)
        return bool(await self._session.scalar(select(known)))


def _described(draft: Draft, key: ContentKey) -> dict[str, Any]:
    content = draft.text.encode()
    return {
        "title": draft.title,
        "content_source": key,
        "language": draft.language,
        "size": len(content),
        "lines": draft.text.count("\n") + (not draft.text.endswith("\n")),
        "sha256": sha256(content).hexdigest(),
        **origin_columns(draft.origin),
    }


def _post(row: PostRow) -> Post:
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
    )
