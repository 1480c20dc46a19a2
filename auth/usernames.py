"""Usernames: the first part of every address, so they look like one."""

import re
import secrets
from collections.abc import Iterator

from slugify import slugify

from auth.errors import UsernameMalformed
from auth.models import Username

SHORTEST = 3
LONGEST = 32
_FORM = re.compile(r"[a-z][a-z0-9_]{2,31}")

# The viewer's own words, and those by which somebody could pass for the house.
RESERVED = frozenset(
    """
    about abuse account admin administrator all anonymous api app assets atom auth blog bot contact dashboard
    download edit explore export favicon feed followers following health healthz help history home index legal
    login logout mail metrics new null oembed official owner password paste pastes postebin postebin_bot
    privacy profile raw readyz register reset robots root rss search security settings signin signup sitemap
    static status support system team telegram terms undefined user users webhook webmaster www
    """.split()
)


def parse_username(text: str) -> Username:
    """The username a person typed: case and a leading @ do not matter. Raises UsernameMalformed."""
    name = text.strip().removeprefix("@").lower()
    if not _FORM.fullmatch(name):
        raise UsernameMalformed(text.strip())
    return Username(name)


def candidates(wanted: str) -> Iterator[Username]:
    """Well-formed usernames close to what was wanted, the nearest first, without end."""
    stem = _stem(wanted)
    if stem not in RESERVED:
        yield Username(stem)
    for number in range(2, 10):
        yield Username(f"{stem[: LONGEST - 1]}{number}")
    while True:
        yield Username(f"{stem[: LONGEST - 7]}_{secrets.randbelow(10**6):06}")


def _stem(wanted: str) -> str:
    """Cyrillic and the like are transliterated; what begins with no letter is put behind one."""
    stem = slugify(wanted, separator="_", max_length=LONGEST).lower()
    if not stem[:1].isalpha():
        stem = f"user_{stem}".rstrip("_")[:LONGEST]
    return stem.ljust(SHORTEST, "_")
