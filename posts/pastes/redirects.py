"""Queries on redirects from the old addresses of pastes."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from posts.models import Post, PostId, PostUrl
from posts.pastes.repository import post_of
from posts.pastes.tables import PostRow, RedirectRow


class RedirectRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, old: PostUrl, post: PostId) -> None:
        """Redirect from an old address of a paste, instead of any earlier redirect from there."""
        new = insert(RedirectRow).values(url=old, post_id=post)
        upsert = new.on_conflict_do_update(index_elements=[RedirectRow.url], set_={"post_id": post})
        await self._session.execute(upsert)

    async def delete_from(self, url: PostUrl) -> None:
        """Delete the redirect from an address that a paste takes."""
        await self._session.execute(delete(RedirectRow).where(RedirectRow.url == url))

    async def delete_to(self, post: PostId) -> None:
        """Delete all redirects to a paste."""
        await self._session.execute(delete(RedirectRow).where(RedirectRow.post_id == post))

    async def all_to(self, posts: Sequence[PostId]) -> dict[PostId, list[PostUrl]]:
        """Return the old addresses of each paste, in alphabetical order."""
        query = select(RedirectRow).where(RedirectRow.post_id.in_(posts)).order_by(RedirectRow.url)
        found: dict[PostId, list[PostUrl]] = {post: [] for post in posts}
        for row in await self._session.scalars(query):
            found[PostId(row.post_id)].append(PostUrl(row.url))
        return found

    async def find(self, url: PostUrl) -> Post | None:
        """Return the paste that an old address leads to, also one that has ended."""
        query = select(PostRow).join(RedirectRow, RedirectRow.post_id == PostRow.id)
        row = await self._session.scalar(query.where(RedirectRow.url == url))
        return post_of(row) if row else None
