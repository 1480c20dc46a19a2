"""Candidates: matches of the rules, with the text around them."""

import re
from dataclasses import dataclass, field
from typing import Final

from posts.credentials.kinds import CredentialKind

# In Python and C#, letters can precede a string; in a string within a string, quotation marks are escaped.
_OPENING_QUOTE: Final = re.compile(r"[bru@]?(?:[\"'`]?\\)?[\"'`]")
_TRAILING_PUNCTUATION: Final = ".:!?*"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match of a rule, which may be a credential."""

    kind: CredentialKind
    rule: str
    match: str = field(repr=False)
    """The value, with the quotation mark before it if there is one."""
    key: str
    """The name of the value, or the user of a password. Only our own rules find it."""
    gap: str
    """The text between the name and the value: `=`, `":`."""
    start: int
    """Offset in the bytes of `data`, like `end`."""
    end: int
    decoded: bool
    """Whether it was found in decoded Base64. Then `start` and `end` are those of the Base64."""
    data: bytes = field(repr=False)

    @property
    def quoted(self) -> bool:
        return bool(_OPENING_QUOTE.match(self.match))

    @property
    def secret(self) -> str:
        """The value without its quotation mark, and without the punctuation of the sentence around it."""
        if opening := _OPENING_QUOTE.match(self.match):
            return self.match[opening.end() :]
        return self.match.rstrip(_TRAILING_PUNCTUATION) if self.key else self.match

    def following(self, length: int) -> bytes:
        return self.data[self.end : self.end + length]

    def preceding(self, distance: int) -> bytes:
        """Return the byte that is `distance` bytes, and one more, before the value."""
        at = self.start - distance - 1
        return self.data[at : at + 1] if at >= 0 else b""
