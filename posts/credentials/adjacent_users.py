"""Tells whether a plain word that is named a password is one: if a user name is given beside it."""

import re
from typing import Final

from posts.credentials.candidates import Candidate
from posts.credentials.values import is_word

_SEARCHED_BYTES: Final = 240
# The name of a setting, and the user name as its value: `user: bob`, `"login" => "bob"`.
_USER: Final = (
    rb"""(?:\A|[\s"'{,;_.])(?:user(?:_?name)?|login|uid|e?mail)["']?[\x20\t]{0,20}(?:[:=]|=>)[\x20\t]{0,20}"""
    rb"""(?P<quote>["']?)(?P<user>[\w.@+-]{1,60})(?P=quote)"""
)
# What may be between the two, so that they are of the same settings: no bracket, and no empty line.
_BETWEEN: Final = rb"(?:(?!\n[\x20\t\r]*\n)[^(){}\[\]]){0,160}"
_BEFORE: Final = re.compile(rb"(?i)" + _USER + rb"(?=(?P<between>" + _BETWEEN + rb")\Z)")
_AFTER: Final = re.compile(rb"(?i)(?P<between>" + _BETWEEN + rb"?)" + _USER)
_LINE_END: Final = (b"", b"\r", b"\n")  # what follows a value that ends its line or the text


def is_word_beside_user(candidate: Candidate) -> bool:
    """Tell whether the value is a lower-case word with a user name beside it: `user: bob`, `pass: barsik`.

    False if the user name is the same word, and for arguments in a program: `user: name, password: hashed`.
    """
    if not is_word(candidate.secret):
        return False
    before = candidate.data[max(candidate.start - _SEARCHED_BYTES, 0) : candidate.start]
    beside = _BEFORE.search(before) or _AFTER.match(candidate.following(_SEARCHED_BYTES))
    # In a schema both have the same type: `text`.
    if beside is None or beside["user"].decode(errors="replace") == candidate.secret:
        return False
    # Without quotation marks, a comma between the two or a sign after the value belongs to a program.
    return candidate.quoted or (b"," not in beside["between"] and candidate.following(1) in _LINE_END)
