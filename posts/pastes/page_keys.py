"""The Redis keys of the viewer's finished pages, and how the pages of a paste are deleted."""

import asyncio
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import TimeoutError as RedisTimeoutError

from kernel.phrases import LANGUAGES
from posts.models import PostUrl
from posts.pastes.renderings import PageName

# The pages of a paste that are cached in Redis: these are deleted when the paste changes.
VARIANTS: Final = frozenset(
    {"/raw", "/preview.png", *LANGUAGES, *(f"{language}?view=source" for language in LANGUAGES)}
)
_TIMEOUT_SECONDS: Final = 1.0


def page_key(name: PageName) -> str:
    return f"posts:pages:{name.url} {name.variant}"


async def drop_pages(redis: Redis, url: PostUrl) -> None:
    """Delete all pages of one paste from Redis. Raises RedisError, also if Redis does not answer in time."""
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            await redis.delete(*(page_key(PageName(url, variant)) for variant in VARIANTS))
    except TimeoutError:
        raise RedisTimeoutError("no answer in time") from None
