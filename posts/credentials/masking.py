"""Enough of a credential to recognise it by, and too little to use it."""

import re
from typing import Final

_SHOWN: Final = 4  # characters at most, and a quarter
_HEADER: Final = re.compile(r"----[- ]BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?)[- ]----")


def masked(secret: str) -> str:
    """`ghp_…`; a private key by its sort, which is how each begins: `RSA PRIVATE KEY…`."""
    if header := _HEADER.match(secret):
        return header[1] + "…"
    shown = secret[: min(_SHOWN, len(secret) // 4)]
    return "".join(character for character in shown if character.isprintable()) + "…"
