"""The form of usernames, and suggestions. They are the first part of a paste's address, so they are ASCII."""

import re
import secrets
from collections.abc import Iterator

from slugify import slugify

from auth.errors import UsernameMalformed
from auth.models import Username

MIN_LENGTH = 3
MAX_LENGTH = 32
_FORM = re.compile(r"[a-z][a-z0-9_]{2,31}")

# Addresses of the viewer's own pages, and names with which a person could impersonate the operator.
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
    """Return the username that a person typed, in lower case and without a leading @.

    It may be reserved. Raises UsernameMalformed.
    """
    name = text.strip().removeprefix("@").lower()
    if not _FORM.fullmatch(name):
        raise UsernameMalformed(text.strip())
    return Username(name)


def candidates(wanted: str) -> Iterator[Username]:
    """Yield valid usernames that are similar to the wanted one, the most similar first, without end."""
    stem = _stem(wanted)
    if stem not in RESERVED:
        yield Username(stem)
    for number in range(2, 10):
        yield Username(f"{stem[: MAX_LENGTH - 1]}{number}")
    while True:
        yield Username(f"{stem[: MAX_LENGTH - 7]}_{secrets.randbelow(10**6):06}")


def _stem(wanted: str) -> str:
    """Transliterate to ASCII, and put `user_` before a name that does not begin with a letter."""
    stem = slugify(wanted, separator="_", max_length=MAX_LENGTH).lower()
    if not stem[:1].isalpha():
        stem = f"user_{stem}".rstrip("_")[:MAX_LENGTH]
    return stem.ljust(MIN_LENGTH, "_")
