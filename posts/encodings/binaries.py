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
# A crash leaves NULs in a log. `git` and `file` take whatever has one for binary; but what has few, and is
# all text otherwise, is one: of 1,500 files of a Linux that hold NULs, none but texts in UTF-16 were taken.
_MOST_ZEROS: Final = 0.1  # of all bytes, or characters
_CONTROLS_BESIDE_ZEROS: Final = 0.001
# Between texts, these have nothing but digits and NULs.
_ARCHIVES: Final = (b"070701", b"070702", b"070707")  # cpio
_TAR: Final = slice(257, 262)


def has_signature(content: bytes) -> bool:
    return content.startswith(_SIGNATURES) or content[_TAR] == b"ustar"


def has_few_zeros(text: str) -> bool:
    return text.count("\0") <= len(text) * _MOST_ZEROS


def but_for_zeros(content: bytes) -> bytes | None:
    """What may be a text, without its few NULs; None where these are not all that is odd."""
    rest = content.translate(None, b"\0")
    is_odd = controls_in(rest) > _CONTROLS_BESIDE_ZEROS or content.startswith(_ARCHIVES)
    return None if is_odd or len(content) - len(rest) > len(content) * _MOST_ZEROS else rest


def controls_in(content: bytes) -> float:
    """The share of control characters, 0 to 1."""
    return (len(content) - len(content.translate(None, _CONTROLS))) / max(len(content), 1)
