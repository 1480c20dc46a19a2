"""What stands beside a value: a word is a password where it is given together with its user."""

import re
from typing import Final

from posts.credentials.candidates import Candidate
from posts.credentials.values import is_word

_NEAR: Final = 240  # bytes
_USER: Final = (
    rb"""(?:\A|[\s"'{,;_.])(?:user(?:_?name)?|login|uid|e?mail)["']?[\x20\t]{0,20}(?:[:=]|=>)[\x20\t]{0,20}"""
    rb"""(?P<mark>["']?)(?P<user>[\w.@+-]{1,60})(?P=mark)"""
)
# Of the same settings: nothing opens or closes between the two, and no line is empty.
_BETWEEN: Final = rb"(?:(?!\n[\x20\t\r]*\n)[^(){}\[\]]){0,160}"
_BEFORE: Final = re.compile(rb"(?i)" + _USER + rb"(?=(?P<between>" + _BETWEEN + rb")\Z)")
_AFTER: Final = re.compile(rb"(?i)(?P<between>" + _BETWEEN + rb"?)" + _USER)
_LINE_END: Final = (b"", b"\r", b"\n")


def is_word_for_a_user(candidate: Candidate) -> bool:
    """`user: bob` and in the next line `password: barsik`; in schemes both have the same: `text`."""
    if not is_word(candidate.secret):
        return False
    before = candidate.data[max(candidate.start - _NEAR, 0) : candidate.start]
    beside = _BEFORE.search(before) or _AFTER.match(candidate.following(_NEAR))
    if beside is None or beside["user"].decode(errors="replace") == candidate.secret:
        return False
    # Without quotation marks a comma is a program's: `user: name, password: hashed`.
    return candidate.quoted or (b"," not in beside["between"] and candidate.following(1) in _LINE_END)
