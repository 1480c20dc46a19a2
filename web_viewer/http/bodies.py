"""The same bytes in every coding that readers take (RFC 9110, 8.4): made once, served often."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final, Self

import brotli

# Measured on pages: beyond these, the time doubles for the last hundredth of the size.
_GZIP_LEVEL: Final = 6
_BROTLI_QUALITY: Final = 5
_GZIP_FORM: Final = 16 + zlib.MAX_WBITS  # zlib's own way to ask for a gzip header


class Coding(StrEnum):
    BROTLI = "br"
    GZIP = "gzip"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Bodies:
    """Compressed only: whoever takes no coding gets it unpacked. `digest` is of the content itself."""

    digest: str
    gzip: bytes
    brotli: bytes

    @classmethod
    def of(cls, content: bytes) -> Self:
        return cls(digest_of(content), packed(content, Coding.GZIP), packed(content, Coding.BROTLI))

    @classmethod
    def from_parts(cls, parts: Sequence[bytes]) -> Self:
        """From what `parts` gave, in another process."""
        digest, gzip, brotli_ = parts
        return cls(digest.decode(), gzip, brotli_)

    def parts(self) -> list[bytes]:
        return [self.digest.encode(), self.gzip, self.brotli]

    def in_coding(self, coding: Coding) -> bytes:
        if coding is Coding.BROTLI:
            return self.brotli
        return self.gzip if coding is Coding.GZIP else zlib.decompress(self.gzip, _GZIP_FORM)

    @property
    def size(self) -> int:
        """In bytes, of all that is kept."""
        return len(self.gzip) + len(self.brotli)


def packed(content: bytes, coding: Coding) -> bytes:
    if coding is Coding.BROTLI:
        return bytes(brotli.compress(content, quality=_BROTLI_QUALITY))
    if coding is Coding.GZIP:
        packer = zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP_FORM)
        return packer.compress(content) + packer.flush()
    return content


def digest_of(content: bytes) -> str:
    """Short, and no two contents share it."""
    return digest_by(sha256(content).hexdigest())


def digest_by(sha256_of_it: str) -> str:
    """Of a content that is not at hand."""
    return sha256_of_it[:24]
