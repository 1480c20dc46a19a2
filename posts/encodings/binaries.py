"""Recognizes binary files by their signature, NULs and control characters."""

from typing import Final

# Formats whose files may have no NUL, by which others are recognized.
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
# All but tab, line ends, backspace, form feed and escape (for colours), which texts have.
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\v\f\r\b\x1b"))
# A crash can leave NULs in a log. `git` and `file` treat any file with a NUL as binary, but a text with few
# NULs is a text: of 1,500 files with NULs on a Linux system, this accepts only texts in UTF-16.
_MAX_NULS: Final = 0.1  # share of all bytes, or characters
_MAX_CONTROLS_BESIDE_NULS: Final = 0.001  # share of the other bytes
# Between the files in these archives there are only digits and NULs.
_ARCHIVES: Final = (b"070701", b"070702", b"070707")  # cpio
_TAR: Final = slice(257, 262)


def has_signature(content: bytes) -> bool:
    """Tell whether a file begins as one of a known binary format."""
    return content.startswith(_SIGNATURES) or content[_TAR] == b"ustar"


def has_few_nuls(text: str) -> bool:
    """Tell whether at most a tenth of the characters are NUL."""
    return text.count("\0") <= len(text) * _MAX_NULS


def without_nuls(content: bytes) -> bytes | None:
    """Return a text without its NULs; None if over a tenth is NUL, or it is binary for another reason."""
    rest = content.translate(None, b"\0")
    is_binary = controls_in(rest) > _MAX_CONTROLS_BESIDE_NULS or content.startswith(_ARCHIVES)
    return None if is_binary or len(content) - len(rest) > len(content) * _MAX_NULS else rest


def controls_in(content: bytes) -> float:
    """Return the share of control characters, 0 to 1."""
    return (len(content) - len(content.translate(None, _CONTROLS))) / max(len(content), 1)
