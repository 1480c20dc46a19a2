"""Finished pages beside the paste, in Postgres: what was rendered once is not rendered again while it stays.

They are read straight through asyncpg, many at once: this is the way of every first reader.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import asyncpg

from kernel.database import arguments_for_asyncpg
from posts.models import PostId
from posts.pages.cache import PageName

_CONNECTIONS: Final = 4
_PATIENCE: Final = 5.0  # seconds
_FIND: Final = """
SELECT wanted.place, renderings.page
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS wanted (url, variant, place)
JOIN posts.posts ON posts.url = wanted.url
JOIN posts.renderings ON renderings.post_id = posts.id AND renderings.variant = wanted.variant
WHERE posts.deleted_at IS NULL AND (posts.expires_at IS NULL OR posts.expires_at > now())
  AND posts.visibility <> 'private' AND NOT posts.burn_after_read
  AND renderings.rendered_from = posts.updated_at AND renderings.build = $3
"""
_KEEP: Final = """
INSERT INTO posts.renderings (post_id, variant, rendered_from, build, page)
SELECT id, $2, updated_at, $4, $5 FROM posts.posts WHERE id = $1 AND updated_at = $3
ON CONFLICT (post_id, variant) DO UPDATE
SET rendered_from = excluded.rendered_from, build = excluded.build, page = excluded.page
"""


class Renderings:
    """`build` names the version of what renders: a page by another is not found."""

    def __init__(self, pool: "asyncpg.Pool[Any]", build: str) -> None:
        self._pool = pool
        self._build = build

    async def find(self, names: Sequence[PageName]) -> list[bytes | None]:
        """Only of pastes that everybody may read at any time, and only as they are now."""
        urls, variants = [name.url for name in names], [name.variant for name in names]
        found: list[bytes | None] = [None] * len(names)
        # Where all connections hang, nobody waits in a queue for one.
        async with self._pool.acquire(timeout=_PATIENCE) as connection:
            for place, page in await connection.fetch(_FIND, urls, variants, self._build):
                found[place - 1] = page
        return found

    async def keep(self, post: PostId, variant: str, rendered_from: datetime, page: bytes) -> None:
        """Unless the paste has changed since: `rendered_from` is its `updated_at`."""
        await self._pool.execute(_KEEP, post, variant, rendered_from, self._build, page)


def connect_renderings(url: str) -> "asyncpg.Pool[Any]":
    """To be entered as a context. Nothing connects before it is used."""
    patience = {"timeout": _PATIENCE, "command_timeout": _PATIENCE}
    # Nothing that is asked here changes a connection, so nothing has to be put back behind it.
    return asyncpg.create_pool(
        min_size=0, max_size=_CONNECTIONS, reset=_nothing, **(arguments_for_asyncpg(url) | patience)
    )


async def _nothing(_: "asyncpg.Connection[Any]") -> None:
    pass
