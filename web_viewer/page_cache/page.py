"""A finished page: what is sent to whoever asks for it, and how it is kept in Redis and Postgres."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Self

from posts.models import PostId
from web_viewer.http.bodies import Bodies

_AROUND: Final = 4_000  # bytes: the heads of its answers, and Python's objects


@dataclass(frozen=True, slots=True)
class Page:
    """`headers` are those that belong to the page itself; `until`: when its paste expires."""

    bodies: Bodies
    headers: dict[str, str]
    post: PostId
    until: datetime | None = None

    @property
    def size(self) -> int:
        """In bytes, about."""
        return self.bodies.size + _AROUND

    @property
    def is_over(self) -> bool:
        """Whether its paste has expired."""
        return self.until is not None and self.until <= datetime.now(UTC)

    def packed(self) -> bytes:
        facts = {
            "digest": self.bodies.digest,
            "headers": self.headers,
            "post": self.post,
            "until": self.until.isoformat() if self.until else None,
            "gzip": len(self.bodies.gzip),
        }
        return b"\n".join([json.dumps(facts).encode(), self.bodies.gzip + self.bodies.brotli])

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """Raises ValueError or KeyError for what was packed otherwise, by another version of us."""
        line, _, rest = packed.partition(b"\n")
        facts = json.loads(line)
        cut = facts["gzip"]
        until = datetime.fromisoformat(facts["until"]) if facts["until"] else None
        bodies = Bodies(facts["digest"], rest[:cut], rest[cut:])
        return cls(bodies, facts["headers"], PostId(facts["post"]), until)
