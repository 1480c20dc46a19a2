"""What stands beside a value: a word is a password where it is given together with its user."""

import re
from typing import Final

from posts.credentials.candidates import Candidate
from posts.credentials.values import is_word

_NEAR: Final = 200  # bytes
_USER: Final = re.compile(
    rb"""(?i)(?:^|[\s"'{,;_.])(?:user(?:_?name)?|login|uid|e?mail)["']?[\x20\t]{0,20}(?:[:=]|=>)[\x20\t]{0,20}"""
    rb"""(["']?)(?P<user>[\w.@+-]{1,60})\1"""
    # Between the two stands nothing but the end of the one and the name of the other.
    rb"""(?P<between>,?[\x20\t]*(?:\r?\n)?[\x20\t]*["']?[\w.-]*["']?[\x20\t]*(?:[:=]|=>)[\x20\t]*["']?)\Z"""
)
_LINE_END: Final = (b"", b"\r", b"\n")


def is_word_for_a_user(candidate: Candidate) -> bool:
    """`user: bob` and in the next line `password: barsik`; in schemes both have the same: `text`."""
    if not is_word(candidate.secret):
        return False
    beside = _USER.search(candidate.data[max(candidate.start - _NEAR, 0) : candidate.start])
    if beside is None or beside["user"].decode(errors="replace") == candidate.secret:
        return False
    # Without quotation marks a comma is a program's: `user: name, password: hashed`.
    return candidate.quoted or (b"," not in beside["between"] and candidate.following(1) in _LINE_END)
