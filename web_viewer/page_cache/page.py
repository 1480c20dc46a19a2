"""A finished page: what is sent for it, and its form in Redis and Postgres."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Self

from posts.models import Post, PostId
from web_viewer.http.bodies import Bodies

_OVERHEAD_BYTES: Final = 4_000  # the heads of its responses, and Python's objects


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page of a paste, also a raw text or a picture. `headers` are those of every coding.

    `version` is the `updated_at` of the rendered paste, None for a page that is not to be cached.
    """

    bodies: Bodies
    headers: dict[str, str]
    post: PostId
    version: datetime | None
    expires_at: datetime | None = None

    @classmethod
    def of(cls, post: Post, bodies: Bodies, headers: dict[str, str], *, is_cached: bool = True) -> Self:
        return cls(bodies, headers, post.id, post.updated_at if is_cached else None, post.expires_at)

    @property
    def size(self) -> int:
        """Memory that the page takes, in bytes, about."""
        return self.bodies.size + _OVERHEAD_BYTES

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= datetime.now(UTC)

    def packed(self) -> bytes:
        """Return the page as bytes, for Redis and Postgres."""
        facts = {
            "digest": self.bodies.digest,
            "headers": self.headers,
            "post": self.post,
            "version": _iso(self.version),
            "expires_at": _iso(self.expires_at),
            "gzip": len(self.bodies.gzip),
        }
        return b"\n".join([json.dumps(facts).encode(), self.bodies.gzip + self.bodies.brotli])

    @classmethod
    def unpacked(cls, packed: bytes | None) -> Self | None:
        """Return the page that was packed; None for None, and for what another viewer has packed."""
        line, _, rest = (packed or b"").partition(b"\n")
        try:
            facts = json.loads(line)
            bodies = Bodies(facts["digest"], rest[: facts["gzip"]], rest[facts["gzip"] :])
            version, expires_at = _from_iso(facts["version"]), _from_iso(facts["expires_at"])
            return cls(bodies, facts["headers"], PostId(facts["post"]), version, expires_at)
        except (ValueError, KeyError, TypeError):
            return None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _from_iso(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
