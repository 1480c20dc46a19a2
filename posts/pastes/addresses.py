"""Free addresses for a paste: its slug, else the slug with the lowest free number."""

import re
import secrets
from collections.abc import AsyncIterator
from itertools import count, islice
from typing import Final

from auth.models import Username
from posts.models import PostUrl, Slug, Visibility
from posts.pastes.repository import PostRepository
from posts.titles import slug_of, with_suffix

_CANDIDATES_PER_QUERY: Final = 50
# A random suffix of 80 bits, so that nobody finds an address by trying.
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz234567"
_SECRET_LENGTH: Final = 16  # letters
_WITH_SECRET: Final = re.compile(rf"-[{_LETTERS}]{{{_SECRET_LENGTH}}}(\.[a-z0-9]+)?$")


async def free_addresses(
    posts: PostRepository, author: Username, title: str, visibility: Visibility
) -> AsyncIterator[PostUrl]:
    """Yield free addresses without end: the caller goes on if another transaction takes one first.

    Those of unlisted pastes have a random suffix. The first one otherwise is yielded unchecked: it is usually
    free, and the insert finds out.
    """
    slug = slug_of(title)
    if visibility is Visibility.UNLISTED:
        while True:
            yield PostUrl(f"{author}/{with_suffix(slug, _secret())}")
    yield _address(author, slug, 1)
    numbers = count(2)
    while True:
        near = [_address(author, slug, number) for number in islice(numbers, _CANDIDATES_PER_QUERY)]
        taken = await posts.taken(near)
        for url in near:
            if url not in taken:
                yield url


def has_secret(slug: Slug) -> bool:
    """Tell whether a slug has a random suffix, so that nobody can guess it."""
    return bool(_WITH_SECRET.search(slug))


def _address(author: Username, slug: Slug, number: int) -> PostUrl:
    return PostUrl(f"{author}/{slug if number == 1 else with_suffix(slug, str(number))}")


def _secret() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_SECRET_LENGTH))
