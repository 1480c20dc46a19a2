"""What encodings are called in the chat."""

from typing import Final

# Everybody says Latin-1, and nearly nobody means the one with controls in it.
_KNOWN_AS: Final = {"latin-1": "latin-1 (windows-1252)", "iso-8859-1": "latin-1 (iso-8859-1)"}


def encoding_name(encoding: str) -> str:
    return _KNOWN_AS.get(encoding, encoding)
