"""Renderings: finished pages in Postgres, so that each version of a paste is rendered once.

A reader waits for one of these queries if the page is not in memory. So they go straight to asyncpg, and each
is about many pages.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import asyncpg

from kernel.database_address import DatabaseAddress
from posts.models import PostId, PostUrl

_CONNECTIONS: Final = 4
# After this time the page is made without the cache.
_TIMEOUT_SECONDS: Final = 1.0
_FIND: Final = """
SELECT wanted.place, posts.updated_at, renderings.page
FROM unnest($1::text[], $2::text[], $3::timestamptz[]) WITH ORDINALITY AS wanted (url, variant, known, place)
JOIN posts.posts ON posts.url = wanted.url
LEFT JOIN posts.renderings ON renderings.post_id = posts.id AND renderings.variant = wanted.variant
  AND renderings.rendered_from = posts.updated_at AND renderings.build = $4
  AND wanted.known IS DISTINCT FROM posts.updated_at
WHERE posts.deleted_at IS NULL AND (posts.expires_at IS NULL OR posts.expires_at > now())
  AND posts.visibility <> 'private' AND NOT posts.burn_after_read
"""
_STORE: Final = """
INSERT INTO posts.renderings (post_id, variant, rendered_from, build, page)
SELECT id, $2, updated_at, $4, $5 FROM posts.posts WHERE id = $1 AND updated_at = $3
ON CONFLICT (post_id, variant) DO UPDATE
SET rendered_from = excluded.rendered_from, build = excluded.build, page = excluded.page
"""


class PageName(NamedTuple):
    """The address of a paste, and the variant of its page: a language, `en?view=source`, `/raw`."""

    url: PostUrl
    variant: str


class Stored(NamedTuple):
    """The answer about one page. `version` is the `updated_at` of its paste.

    It is None if there is no paste that everybody may read, any number of times. `page` is None if none of
    this version is stored, or if the caller has it.
    """

    version: datetime | None
    page: bytes | None


class Rendering(NamedTuple):
    """A page to be stored. `version` is the `updated_at` of the paste that was rendered."""

    post: PostId
    variant: str
    version: datetime
    page: bytes


class Renderings:
    """The pages that one `build` of the viewer has stored. Those of other builds are not found."""

    def __init__(self, pool: "asyncpg.Pool[Any]", build: str) -> None:
        self._pool = pool
        self._build = build

    async def find(self, names: Sequence[PageName], versions: Sequence[datetime | None]) -> list[Stored]:
        """Return the current version of each paste, and its page, in one query.

        `versions` are those of the copies that the caller has, or None: their pages are not sent again.
        """
        urls, variants = [name.url for name in names], [name.variant for name in names]
        found = [Stored(None, None)] * len(names)
        # A timeout, so that no queue builds up if all connections hang.
        async with self._pool.acquire(timeout=_TIMEOUT_SECONDS) as connection:
            rows = await connection.fetch(_FIND, urls, variants, versions, self._build)
        for place, version, page in rows:
            found[place - 1] = Stored(version, page)
        return found

    async def store(self, renderings: Sequence[Rendering]) -> None:
        """Store pages in the place of older ones, except those whose paste has changed since."""
        await self._pool.executemany(_STORE, [(*one[:3], self._build, one.page) for one in renderings])


def connect_renderings(url: str) -> "asyncpg.Pool[Any]":
    """Return a pool to be entered as a context. It connects when it is first used."""
    return asyncpg.create_pool(
        DatabaseAddress.parse(url).dsn,
        min_size=0,
        max_size=_CONNECTIONS,
        reset=_no_reset,  # no query here changes the state of a connection
        timeout=_TIMEOUT_SECONDS,
        command_timeout=_TIMEOUT_SECONDS,
    )


async def _no_reset(_: "asyncpg.Connection[Any]") -> None:
    pass
