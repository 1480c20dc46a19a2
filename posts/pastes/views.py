"""How often pastes have been read: numbers only, nothing of who read them."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from posts.models import PostId

# In one order, so that two processes that add at once never wait for each other in a circle. And each paste
# is held in place meanwhile: one that is just being purged is left out, and takes no other's count along.
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
        """What was read since the last time; what is gone by now is left out."""
        await self._session.execute(_ADD, {"posts": list(counts), "counts": list(counts.values())})
