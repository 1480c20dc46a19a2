"""Judges keys and tokens in Base64 by their contents."""

import json
import re
from base64 import urlsafe_b64decode
from typing import Final

from posts.credentials.placeholders import is_template
from posts.credentials.values import is_placeholder_pair

# In a program, a key may be a string with `\n`, or a string for each line.
_GAP: Final = rb"""(?:\\[nr]|[\s"'+,>|*#;])+"""
# A key may have headers after its first line.
_HEADERS: Final = rb"(?:(?:Proc-Type|DEK-Info|Version|Comment|Hash)[^\n\\]{0,120}" + _GAP + rb")*"
# The beginning of a key of RSA and the like, of OpenSSH, of PGP, or of any; or a whole key, however short.
_BEGINNING: Final = rb"(?:MI[A-Z][A-Za-z0-9+/]{13}|b3BlbnNzaC|l[A-Z][A-Za-z0-9+/]{14}|[A-Za-z0-9+/=]{32})"
_LINE: Final = rb"(?:\\[nr]|[\r\n])+"
_WHOLE: Final = _LINE + _HEADERS + rb"(?:[A-Za-z0-9+/=]{8,128}" + _LINE + rb"){1,100}-----END"
_BODY: Final = re.compile(_GAP + _HEADERS + _BEGINNING + rb"|" + _WHOLE)
# The example of RFC 7617.
_RFC_EXAMPLE: Final = ("Aladdin", "open sesame")


def is_key_body(following: bytes) -> bool:
    """Tell whether the body of a key follows the words `PRIVATE KEY`."""
    return bool(_BODY.match(following.removeprefix(b" BLOCK").removeprefix(b" ----").removeprefix(b"-----")))


def is_json_token(token: str) -> bool:
    """Tell whether a token begins with the header of a JSON Web Token."""
    header = token.partition(".")[0]
    try:
        fields = json.loads(_decoded(header))
    except (ValueError, RecursionError):
        return False
    return isinstance(fields, dict) and "alg" in fields


def is_bot_id(token: str) -> bool:
    """Tell whether a Discord token begins with the id of a bot."""
    return _decoded(token.partition(".")[0]).isdigit()


def is_basic_pair(encoded: str) -> bool:
    """Tell whether the value of Basic authentication is a real `user:password`."""
    pair = _decoded(encoded)
    if not pair.isascii() or not pair.decode().isprintable():
        return False
    user, colon, password = pair.decode().partition(":")
    if not user or not colon or not password or (user, password) == _RFC_EXAMPLE:
        return False
    return not is_template(password) and not is_placeholder_pair(user, password)


def _decoded(encoded: str) -> bytes:
    """Decode either alphabet of Base64, padded or not. Empty if it is not Base64."""
    text = encoded.rstrip("=").replace("+", "-").replace("/", "_")
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
