"""What looks like a credential, and what stands around it."""

import re
from dataclasses import dataclass, field
from typing import Final

from posts.credentials.kinds import CredentialKind

# Python and C# write letters before a string; a string within a string has its marks escaped.
_OPENING: Final = re.compile(r"[bru@]?(?:[\"'`]?\\)?[\"'`]")
_TRAILING: Final = ".:!?*"


@dataclass(frozen=True, slots=True)
class Candidate:
    kind: CredentialKind
    rule: str
    match: str = field(repr=False)
    """With the quotation mark before it, if there is one."""
    key: str
    """The name that it is given to, where one of our rules found it."""
    gap: str
    """What stands between the name and it: `=`, `":`."""
    start: int
    """In bytes of `data`, as is `end`."""
    end: int
    decoded: bool
    """Found in what a stretch of Base64 says; `start` and `end` are the stretch's."""
    data: bytes = field(repr=False)

    @property
    def quoted(self) -> bool:
        return bool(_OPENING.match(self.match))

    @property
    def secret(self) -> str:
        """Alone: without marks before it, and without those of the sentence after it."""
        if opening := _OPENING.match(self.match):
            return self.match[opening.end() :]
        return self.match.rstrip(_TRAILING) if self.key else self.match

    def following(self, length: int) -> bytes:
        return self.data[self.end : self.end + length]

    def preceding(self, distance: int) -> bytes:
        """The byte that stands before what stands so far before the value."""
        at = self.start - distance - 1
        return self.data[at : at + 1] if at >= 0 else b""
