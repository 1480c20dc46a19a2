"""Judges passwords in URLs and other addresses, by their host. Each function is the check of a rule."""

import re
from typing import Final

from posts.credentials.candidates import Candidate
from posts.credentials.hosts import find_host, is_real_domain
from posts.credentials.values import is_placeholder_pair, is_random, is_url_password

_ANY_HOST: Final = "any.host"  # curl takes URLs without a scheme, which are not recognized
_SEARCHED_BYTES: Final = 300  # after a password, for its host
_PORT: Final = re.compile(r"\d{1,5}/")


def is_password_in_url(candidate: Candidate) -> bool:
    host = find_host(_following(candidate).removeprefix("@"))
    return is_url_password(candidate.key, candidate.match, host)


def is_password_in_url_with_slash(candidate: Candidate) -> bool:
    """Tell whether a value with an unescaped slash, which people write although it is invalid, is a password.

    In `host:80/name@domain` it is a path.
    """
    host = find_host(_following(candidate).removeprefix("@"))
    if _PORT.match(candidate.match) or "." in candidate.key:
        return False
    return is_random(candidate.match, quoted=True) or (
        is_real_domain(host) and is_url_password(candidate.key, candidate.match, host)
    )


def is_password_in_oracle_address(candidate: Candidate) -> bool:
    host = find_host(_following(candidate).lstrip("@/"))
    return is_url_password(candidate.key, candidate.match, host)


def is_password_in_dsn(candidate: Candidate) -> bool:
    """Tell whether the password of a Go data source name, `app:…@tcp(db:3306)`, is real."""
    host = find_host(_following(candidate).partition("(")[2])
    return is_url_password(candidate.key, candidate.match, host)


def is_password_in_curl_command(candidate: Candidate) -> bool:
    line = _following(candidate).partition("\n")[0]
    host = find_host(line.partition("://")[2]) or _ANY_HOST
    is_placeholder = is_placeholder_pair(candidate.key, candidate.match)
    return not is_placeholder and is_url_password(candidate.key, candidate.match, host)


def _following(candidate: Candidate) -> str:
    return candidate.following(_SEARCHED_BYTES).decode(errors="replace")
