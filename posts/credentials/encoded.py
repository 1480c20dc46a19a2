"""Looks into what is written in Base64."""

import json
import re
from base64 import urlsafe_b64decode
from typing import Final

from posts.credentials.placeholders import is_template
from posts.credentials.values import is_called_itself

_GAP: Final = rb"""(?:\\[nr]|[\s"'+,>|*#;])+"""  # in a program a key is a string with `\n`, or one a line
# After its first line a key may have headers of its own.
_HEADERS: Final = rb"(?:(?:Proc-Type|DEK-Info|Version|Comment|Hash)[^\n\\]{0,120}" + _GAP + rb")*"
# RSA and its kin, OpenSSH's, PGP's, and any; or all of it, however short, up to its last line.
_BEGINNING: Final = rb"(?:MI[A-Z][A-Za-z0-9+/]{13}|b3BlbnNzaC|l[A-Z][A-Za-z0-9+/]{14}|[A-Za-z0-9+/=]{32})"
_LINE: Final = rb"(?:\\[nr]|[\r\n])+"
_WHOLE: Final = _LINE + _HEADERS + rb"(?:[A-Za-z0-9+/=]{8,128}" + _LINE + rb"){1,100}-----END"
_BODY: Final = re.compile(_GAP + _HEADERS + _BEGINNING + rb"|" + _WHOLE)
# RFC 7617's example.
_EXPLAINED: Final = ("Aladdin", "open sesame")


def is_key_body(following: bytes) -> bool:
    """Takes what follows the words `PRIVATE KEY`."""
    return bool(_BODY.match(following.removeprefix(b" BLOCK").removeprefix(b" ----").removeprefix(b"-----")))


def is_json_token(token: str) -> bool:
    header = token.partition(".")[0]
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
    if not user or not colon or not password or (user, password) == _EXPLAINED:
        return False
    return not is_template(password) and not is_called_itself(user, password)


def _decoded(encoded: str) -> bytes:
    """Of either alphabet, padded or not; empty where it is neither."""
    text = encoded.rstrip("=").replace("+", "-").replace("/", "_")
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
