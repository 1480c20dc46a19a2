"""Masks credentials: enough to recognise one, too little to use it."""

import re
from typing import Final

_SHOWN_CHARACTERS: Final = 4  # at most, and no more than a quarter
_HEADER: Final = re.compile(r"----[- ]BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?)[- ]----")


def masked(secret: str) -> str:
    """Return the beginning, `ghp_…`, or the type of a private key, `RSA PRIVATE KEY…`."""
    if header := _HEADER.match(secret):
        return header[1] + "…"
    shown = secret[: min(_SHOWN_CHARACTERS, len(secret) // 4)]
    return "".join(character for character in shown if character.isprintable()) + "…"
