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
    """A match of a rule, which may be a credential, in `data`. `start` and `end` are offsets in these bytes.

    `match` is the value, with the quotation mark before it if there is one. `key` is its name, or the user of
    a password, and `gap` what is between `key` and the value (`=`, `":`); both are empty for the library's
    rules. `decoded`: it was found in decoded Base64, and `start` and `end` are those of the Base64.
    """

    kind: CredentialKind
    rule: str
    match: str = field(repr=False)
    key: str
    gap: str
    start: int
    end: int
    decoded: bool
    data: bytes = field(repr=False)

    @property
    def quoted(self) -> bool:
        """Tell whether a quotation mark is before the value."""
        return bool(_OPENING_QUOTE.match(self.match))

    @property
    def secret(self) -> str:
        """The value without its quotation mark, and without the punctuation of the sentence around it."""
        if opening := _OPENING_QUOTE.match(self.match):
            return self.match[opening.end() :]
        return self.match.rstrip(_TRAILING_PUNCTUATION) if self.key else self.match

    def following(self, length: int) -> bytes:
        """Return up to `length` bytes after the value."""
        return self.data[self.end : self.end + length]

    def preceding(self, distance: int) -> bytes:
        """Return the byte that is `distance` bytes, and one more, before the value."""
        at = self.start - distance - 1
        return self.data[at : at + 1] if at >= 0 else b""
