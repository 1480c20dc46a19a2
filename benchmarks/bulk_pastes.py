"""Many pastes with rendered pages, inserted by SQL as copies of one paste."""

import asyncio
from typing import Final

import asyncpg

from posts.models import PostUrl

_POLL_INTERVAL_SECONDS: Final = 0.05
_TIMEOUT_SECONDS: Final = 10.0
# All columns but the generated and the unique ones. The title is enough for the search vector.
_COPY: Final = """
INSERT INTO posts.posts (title, url, content_source, created_by, created_at, updated_at, revision, language,
  format, visibility, burn_after_read, size, lines, sha256, search)
SELECT title, split_part(url, '/', 1) || '/p-' || number, content_source, created_by + number % 1000,
  created_at, updated_at, revision, language, format, visibility, burn_after_read, size, lines, sha256,
  to_tsvector('simple', title)
FROM posts.posts, generate_series($2::bigint, $3::bigint) AS number WHERE url = $1
"""
_COPY_PAGES: Final = """
INSERT INTO posts.renderings (post_id, variant, rendered_from, build, page)
SELECT posts.id, renderings.variant, posts.updated_at, renderings.build, renderings.page
FROM posts.posts, posts.renderings
WHERE renderings.post_id = (SELECT id FROM posts.posts WHERE url = $1) AND posts.url = ANY ($2)
"""
_HAS_PAGE: Final = """
SELECT count(*) FROM posts.renderings JOIN posts.posts ON posts.id = renderings.post_id WHERE posts.url = $1
"""


async def add_pastes(
    connection: "asyncpg.Connection[asyncpg.Record]", like: PostUrl, last: int, with_pages: int
) -> list[str]:
    """Insert `last` copies of a paste that has been read; return the paths of the `with_pages` with a page.

    Raises TimeoutError when the paste itself has no page.
    """
    async with asyncio.timeout(_TIMEOUT_SECONDS):
        await _wait_for_page(connection, like)
    author = like.partition("/")[0]
    urls = [f"{author}/p-{number}" for number in range(1, last + 1, last // with_pages)]
    await connection.execute(_COPY, like, 1, last)
    await connection.execute(_COPY_PAGES, like, urls)
    await connection.execute("VACUUM ANALYZE")
    return [f"/{url}" for url in urls]


async def _wait_for_page(connection: "asyncpg.Connection[asyncpg.Record]", url: PostUrl) -> None:
    """Wait for the page, which the viewer stores after its response."""
    has_page = False
    while not has_page:
        await asyncio.sleep(_POLL_INTERVAL_SECONDS)
        has_page = bool(await connection.fetchval(_HAS_PAGE, url))
