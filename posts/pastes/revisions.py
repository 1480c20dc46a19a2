"""Queries on the texts that pastes have and had."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kernel.storage import ContentKey
from posts.models import Format, Post, PostId, Revision
from posts.pastes.tables import RevisionRow

KEPT: Final = 100


class RevisionRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, post: Post) -> None:
        """The paste's present text."""
        new = insert(RevisionRow).values(
            post_id=post.id,
            number=post.revision,
            content_source=post.content_source,
            sha256=post.sha256,
            size=post.size,
            language=post.language,
            format=post.format,
            encoding=post.encoding,
        )
        await self._session.execute(new)

    async def rename_language(self, post: Post) -> None:
        """Of the paste's present text, as the paste's."""
        present = update(RevisionRow).where(
            RevisionRow.post_id == post.id, RevisionRow.number == post.revision
        )
        await self._session.execute(present.values(language=post.language, format=post.format))

    async def drop_old(self, post: Post) -> list[ContentKey]:
        """All but the last 100; their files, which nobody needs any more."""
        old = delete(RevisionRow).where(
            RevisionRow.post_id == post.id, RevisionRow.number <= post.revision - KEPT
        )
        return [
            ContentKey(key) for key in await self._session.scalars(old.returning(RevisionRow.content_source))
        ]

    async def drop_all_but(self, post: Post) -> list[ContentKey]:
        """All but the present one; their files."""
        old = delete(RevisionRow).where(RevisionRow.post_id == post.id, RevisionRow.number != post.revision)
        return [
            ContentKey(key) for key in await self._session.scalars(old.returning(RevisionRow.content_source))
        ]

    async def latest(self, post: PostId, offset: int = 0, limit: int = KEPT) -> Sequence[Revision]:
        """The latest first."""
        query = select(RevisionRow).where(RevisionRow.post_id == post).order_by(RevisionRow.number.desc())
        return [_revision(row) for row in await self._session.scalars(query.offset(offset).limit(limit))]

    async def find(self, post: PostId, number: int) -> Revision | None:
        query = select(RevisionRow).where(RevisionRow.post_id == post, RevisionRow.number == number)
        row = await self._session.scalar(query)
        return _revision(row) if row else None

    async def all_of(self, posts: Sequence[PostId]) -> dict[PostId, list[Revision]]:
        """The oldest first."""
        query = select(RevisionRow).where(RevisionRow.post_id.in_(posts)).order_by(RevisionRow.number)
        found: dict[PostId, list[Revision]] = {post: [] for post in posts}
        for row in await self._session.scalars(query):
            found[PostId(row.post_id)].append(_revision(row))
        return found

    async def content_keys(self, posts: Sequence[PostId]) -> list[ContentKey]:
        """The files of all revisions of these pastes."""
        query = select(RevisionRow.content_source).where(RevisionRow.post_id.in_(posts))
        return [ContentKey(key) for key in await self._session.scalars(query)]

    async def files_in_use(self, keys: Sequence[ContentKey]) -> set[str]:
        query = select(RevisionRow.content_source).where(RevisionRow.content_source.in_(keys))
        return set(await self._session.scalars(query))


def _revision(row: RevisionRow) -> Revision:
    return Revision(
        row.number,
        ContentKey(row.content_source),
        row.size,
        row.created_at,
        row.sha256,
        row.language,
        Format(row.format) if row.format else None,
        row.encoding,
    )
