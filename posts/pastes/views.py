"""Numbers of views. Nothing about the readers is stored."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from posts.models import PostId

# Rows are locked in one order, so that two processes cannot deadlock. `FOR KEY SHARE` keeps each paste from
# being purged before the commit: one that is being purged is left out, and the other counts are still added.
_ADD: Final = text("""
    INSERT INTO posts.views (post_id, count)
    SELECT posts.id, new.count
    FROM unnest(CAST(:posts AS bigint[]), CAST(:counts AS bigint[])) AS new (post_id, count)
    JOIN posts.posts ON posts.id = new.post_id
    ORDER BY posts.id
    FOR KEY SHARE OF posts
    ON CONFLICT (post_id) DO UPDATE SET count = views.count + excluded.count
""")


class Views:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, counts: Mapping[PostId, int]) -> None:
        """Add new views. Pastes that are gone are left out."""
        await self._session.execute(_ADD, {"posts": list(counts), "counts": list(counts.values())})
