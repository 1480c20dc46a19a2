"""Free addresses for a paste: its slug, else the slug with the lowest free number."""

import re
import secrets
from collections.abc import AsyncIterator
from itertools import count, islice
from typing import Final

from auth.models import Username
from posts.models import PostUrl, Slug, Visibility
from posts.pastes.repository import PostRepository
from posts.titles import marked, slug_of

_ASKED_AT_ONCE = 50
# 80 bits: nobody finds an address by trying.
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz234567"
_SECRET_LENGTH: Final = 16
_MARKED: Final = re.compile(rf"-[{_LETTERS}]{{{_SECRET_LENGTH}}}(\.[a-z0-9]+)?$")


async def free_addresses(
    posts: PostRepository, author: Username, title: str, visibility: Visibility
) -> AsyncIterator[PostUrl]:
    """Without end: what was free a moment ago can be taken by now, then the next is tried.

    The first is given without asking: mostly it is free, and to take it tells.
    """
    slug = slug_of(title)
    if visibility is Visibility.UNLISTED:
        while True:
            yield PostUrl(f"{author}/{marked(slug, _secret())}")
    yield _address(author, slug, 1)
    numbers = count(2)
    while True:
        near = [_address(author, slug, number) for number in islice(numbers, _ASKED_AT_ONCE)]
        taken = await posts.taken(near)
        for url in near:
            if url not in taken:
                yield url


def is_secret(slug: Slug) -> bool:
    """Whether nobody can guess it."""
    return bool(_MARKED.search(slug))


def _address(author: Username, slug: Slug, number: int) -> PostUrl:
    return PostUrl(f"{author}/{slug if number == 1 else marked(slug, str(number))}")


def _secret() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_SECRET_LENGTH))
