"""Looks into what is written in Base64."""

import json
import re
from base64 import urlsafe_b64decode
from typing import Final

from posts.credentials.values import is_url_password

_GAP: Final = rb"""(?:\\[nr]|[\s"'+,>|*#;])+"""  # in a program a key is a string with `\n`, or one a line
# After its first line a key may have headers of its own.
_HEADERS: Final = rb"(?:(?:Proc-Type|DEK-Info|Version|Comment|Hash)[^\n\\]{0,120}" + _GAP + rb")*"
_BODY: Final = re.compile(_GAP + _HEADERS + rb"[A-Za-z0-9+/=]{32}")
# What explanations of JSON web tokens show, and no server gives: jwt.io, RFC 7519, PyJWT.
_EXPLANATIONS: Final = (b'"John Doe"', b'"1234567890"', b'"joe"', b'"some":"payload"')


def is_key_body(following: bytes) -> bool:
    """Takes what follows the words `PRIVATE KEY`."""
    return bool(_BODY.match(following.removeprefix(b" BLOCK").removeprefix(b"-----")))


def is_json_token(token: str) -> bool:
    header, payload, *_ = token.split(".")
    if any(words in _decoded(payload) for words in _EXPLANATIONS):
        return False
    try:
        fields = json.loads(_decoded(header))
    except (ValueError, RecursionError):
        return False
    return isinstance(fields, dict) and "alg" in fields


def is_bot_id(token: str) -> bool:
    """Discord's token begins with the bot's number."""
    return _decoded(token.partition(".")[0]).isdigit()


def is_basic_pair(encoded: str) -> bool:
    """`user:password`."""
    pair = _decoded(encoded)
    if not pair.isascii() or not pair.decode().isprintable():
        return False
    user, colon, password = pair.decode().partition(":")
    return bool(user and colon) and is_url_password(user, password)


def _decoded(encoded: str) -> bytes:
    """Of either alphabet, padded or not; empty where it is neither."""
    text = encoded.rstrip("=").replace("+", "-").replace("/", "_")
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
