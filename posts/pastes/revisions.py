"""Queries on revisions: the present and former texts of pastes."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kernel.storage import ContentKey
from posts.models import Format, Post, PostId, Revision
from posts.pastes.tables import RevisionRow

MAX_REVISIONS: Final = 100


class RevisionRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, post: Post) -> None:
        """Add the paste's present text as a revision."""
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

    async def set_language(self, post: Post) -> None:
        """Copy the paste's language and format to its present revision."""
        present = update(RevisionRow).where(
            RevisionRow.post_id == post.id, RevisionRow.number == post.revision
        )
        await self._session.execute(present.values(language=post.language, format=post.format))

    async def delete_old(self, post: Post) -> list[ContentKey]:
        """Delete all but the last 100 revisions, and return their files."""
        return await self._delete(post, RevisionRow.number <= post.revision - MAX_REVISIONS)

    async def delete_former(self, post: Post) -> list[ContentKey]:
        """Delete all revisions but the present one, and return their files."""
        return await self._delete(post, RevisionRow.number != post.revision)

    async def latest(self, post: PostId) -> Sequence[Revision]:
        """Return a paste's last 100 revisions, the latest first."""
        query = select(RevisionRow).where(RevisionRow.post_id == post).order_by(RevisionRow.number.desc())
        return [_revision(row) for row in await self._session.scalars(query.limit(MAX_REVISIONS))]

    async def find(self, post: PostId, number: int) -> Revision | None:
        query = select(RevisionRow).where(RevisionRow.post_id == post, RevisionRow.number == number)
        row = await self._session.scalar(query)
        return _revision(row) if row else None

    async def all_of(self, posts: Sequence[PostId]) -> dict[PostId, list[Revision]]:
        """Return the revisions of each paste, the oldest first."""
        query = select(RevisionRow).where(RevisionRow.post_id.in_(posts)).order_by(RevisionRow.number)
        found: dict[PostId, list[Revision]] = {post: [] for post in posts}
        for row in await self._session.scalars(query):
            found[PostId(row.post_id)].append(_revision(row))
        return found

    async def content_keys(self, posts: Sequence[PostId]) -> list[ContentKey]:
        """Return the files of all revisions of these pastes."""
        query = select(RevisionRow.content_source).where(RevisionRow.post_id.in_(posts))
        return [ContentKey(key) for key in await self._session.scalars(query)]

    async def files_in_use(self, keys: Sequence[ContentKey]) -> set[str]:
        """Return those of the keys that a revision has its text under."""
        query = select(RevisionRow.content_source).where(RevisionRow.content_source.in_(keys))
        return set(await self._session.scalars(query))

    async def _delete(self, post: Post, which: ColumnElement[bool]) -> list[ContentKey]:
        old = delete(RevisionRow).where(RevisionRow.post_id == post.id, which)
        keys = await self._session.scalars(old.returning(RevisionRow.content_source))
        return [ContentKey(key) for key in keys]


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
