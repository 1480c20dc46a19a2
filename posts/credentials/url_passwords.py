"""Passwords that stand before a host."""

import re
from typing import Final

from posts.credentials.candidates import Candidate
from posts.credentials.hosts import host_in, is_domain
from posts.credentials.values import is_called_itself, is_random, is_url_password

_ANY: Final = "any.host"  # what curl opens need not begin with its scheme
_LINE: Final = 300  # bytes after a password in which its host is looked for
_PORT: Final = re.compile(r"\d{1,5}/")


def is_of_url(candidate: Candidate) -> bool:
    host = host_in(candidate.following(_LINE).decode(errors="replace").removeprefix("@"))
    return is_url_password(candidate.key, candidate.match, host)


def is_of_url_with_slash(candidate: Candidate) -> bool:
    """Against the rules for addresses, where `host:80/name@domain` is a path, but people write it."""
    host = host_in(candidate.following(_LINE).decode(errors="replace").removeprefix("@"))
    if _PORT.match(candidate.match) or "." in candidate.key:
        return False
    return is_random(candidate.match, quoted=True) or (
        is_domain(host) and is_url_password(candidate.key, candidate.match, host)
    )


def is_of_oracle(candidate: Candidate) -> bool:
    host = host_in(candidate.following(_LINE).decode(errors="replace").lstrip("@/"))
    return is_url_password(candidate.key, candidate.match, host)


def is_of_database(candidate: Candidate) -> bool:
    """`app:…@tcp(db:3306)` of Go."""
    host = candidate.following(_LINE).decode(errors="replace").partition("(")[2]
    return is_url_password(candidate.key, candidate.match, host_in(host))


def is_of_curl(candidate: Candidate) -> bool:
    line = candidate.following(_LINE).partition(b"\n")[0].decode(errors="replace")
    host = host_in(line.partition("://")[2]) or _ANY
    called_itself = is_called_itself(candidate.key, candidate.match)
    return not called_itself and is_url_password(candidate.key, candidate.match, host)
