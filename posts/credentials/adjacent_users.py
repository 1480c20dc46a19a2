"""Finds the user beside a value: a plain word is a password if its user is given with it."""

import re
from typing import Final

from posts.credentials.candidates import Candidate
from posts.credentials.values import is_word

_SEARCHED_BYTES: Final = 240
_USER: Final = (
    rb"""(?:\A|[\s"'{,;_.])(?:user(?:_?name)?|login|uid|e?mail)["']?[\x20\t]{0,20}(?:[:=]|=>)[\x20\t]{0,20}"""
    rb"""(?P<mark>["']?)(?P<user>[\w.@+-]{1,60})(?P=mark)"""
)
# In the same settings: there is no bracket between the two, and no empty line.
_BETWEEN: Final = rb"(?:(?!\n[\x20\t\r]*\n)[^(){}\[\]]){0,160}"
_BEFORE: Final = re.compile(rb"(?i)" + _USER + rb"(?=(?P<between>" + _BETWEEN + rb")\Z)")
_AFTER: Final = re.compile(rb"(?i)(?P<between>" + _BETWEEN + rb"?)" + _USER)
_LINE_END: Final = (b"", b"\r", b"\n")


def is_word_beside_user(candidate: Candidate) -> bool:
    """Tell whether the value is a word that has its user beside it: `user: bob`, then `password: barsik`."""
    if not is_word(candidate.secret):
        return False
    before = candidate.data[max(candidate.start - _SEARCHED_BYTES, 0) : candidate.start]
    beside = _BEFORE.search(before) or _AFTER.match(candidate.following(_SEARCHED_BYTES))
    # In a schema both have the same type: `text`.
    if beside is None or beside["user"].decode(errors="replace") == candidate.secret:
        return False
    # A comma without quotation marks belongs to a program: `user: name, password: hashed`.
    return candidate.quoted or (b"," not in beside["between"] and candidate.following(1) in _LINE_END)
