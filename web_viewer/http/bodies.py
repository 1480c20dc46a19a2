"""Response bodies, compressed once in every content coding (RFC 9110, 8.4) and sent many times."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final, Self

import brotli

# Measured on pages: higher levels take twice the time and save one percent.
_GZIP_LEVEL: Final = 6
_BROTLI_QUALITY: Final = 5
_GZIP_WBITS: Final = 16 + zlib.MAX_WBITS  # 16: with a gzip header (zlib manual, deflateInit2)


class Coding(StrEnum):
    """The content codings that we can send, by their names in headers."""

    BROTLI = "br"
    GZIP = "gzip"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Bodies:
    """A body in gzip and Brotli, unpacked for clients without either. `digest` is of the plain content."""

    digest: str
    gzip: bytes
    brotli: bytes

    @classmethod
    def of(cls, content: bytes) -> Self:
        return cls(digest_of(content), compress(content, Coding.GZIP), compress(content, Coding.BROTLI))

    @classmethod
    def from_parts(cls, parts: Sequence[bytes]) -> Self:
        """Return the bodies whose `parts` a worker process has sent."""
        digest, gzip, brotli_ = parts
        return cls(digest.decode(), gzip, brotli_)

    def parts(self) -> list[bytes]:
        """Return the fields as bytes, to be sent to another process."""
        return [self.digest.encode(), self.gzip, self.brotli]

    def in_coding(self, coding: Coding) -> bytes:
        if coding is Coding.BROTLI:
            return self.brotli
        return self.gzip if coding is Coding.GZIP else zlib.decompress(self.gzip, _GZIP_WBITS)

    @property
    def size(self) -> int:
        """The memory that the body takes, in bytes."""
        return len(self.gzip) + len(self.brotli)


def compress(content: bytes, coding: Coding) -> bytes:
    """Return the content in a coding; as it is for `IDENTITY`."""
    if coding is Coding.BROTLI:
        return bytes(brotli.compress(content, quality=_BROTLI_QUALITY))
    if coding is Coding.GZIP:
        compressor = zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP_WBITS)
        return compressor.compress(content) + compressor.flush()
    return content


def digest_of(content: bytes) -> str:
    """Return the beginning of the SHA-256, long enough to be unique."""
    return digest_of_sha256(sha256(content).hexdigest())


def digest_of_sha256(sha256_hex: str) -> str:
    """Return what `digest_of` returns for the content with this SHA-256."""
    return sha256_hex[:24]
