"""What is no text in any encoding."""

from typing import Final

# What begins so is no text, though it may have no NUL by which other formats are known.
_SIGNATURES: Final = (
    b"%PDF-",
    b"\x89PNG\r\n\x1a\n",
    b"PK\x03\x04",
    b"\x1f\x8b",  # gzip
    b"BZh91AY&SY",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x28\xb5\x2f\xfd",  # Zstandard
    b"\x04\x22\x4d\x18",  # LZ4
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",  # Java
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # Word and Excel until 2003
    b"\xff\xd8\xff",  # JPEG
)
# Tab, line ends, backspace, form feed and the beginning of a terminal's colours are at home in a text.
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\v\f\r\b\x1b"))


def has_signature(content: bytes) -> bool:
    return content.startswith(_SIGNATURES)


def controls_in(content: bytes) -> float:
    """The share of control characters, 0 to 1."""
    return (len(content) - len(content.translate(None, _CONTROLS))) / max(len(content), 1)
