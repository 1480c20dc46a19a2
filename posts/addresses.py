"""Free addresses for a new paste: its slug, else the slug with the lowest free number."""

from collections.abc import AsyncIterator
from itertools import count, islice

from auth.models import Username
from posts.models import PostUrl, Slug
from posts.repository import PostRepository
from posts.titles import numbered, slug_of

_ASKED_AT_ONCE = 50


async def free_addresses(posts: PostRepository, author: Username, title: str) -> AsyncIterator[PostUrl]:
    """Without end: what was free a moment ago can be taken by now, then the next is tried."""
    slug = slug_of(title)
    numbers = count(1)
    while True:
        near = [_address(author, slug, number) for number in islice(numbers, _ASKED_AT_ONCE)]
        taken = await posts.taken(near)
        for url in near:
            if url not in taken:
                yield url


def _address(author: Username, slug: Slug, number: int) -> PostUrl:
    return PostUrl(f"{author}/{slug if number == 1 else numbered(slug, number)}")
