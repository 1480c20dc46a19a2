"""What a downloaded paste is called on somebody's disk."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from posts.languages import PLAIN
from posts.models import Post

_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|]+')
_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]{1,12}$")
_SIMPLE_PATTERN: Final = re.compile(r"\*(\.[a-z0-9]+)")


def attachment(post: Post) -> str:
    """A Content-Disposition (RFC 6266): the title for whoever reads RFC 5987, else the slug."""
    extension = _extension(post.language)
    name = quote(_with(extension, _safe(post.title) or post.slug), safe="")
    return f"attachment; filename=\"{_with(extension, post.slug)}\"; filename*=UTF-8''{name}"


def _safe(title: str) -> str:
    """Without what file systems refuse, and without marks that show `exe.txt` for `txt.exe`."""
    seen = "".join(letter for letter in title if unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))
    return _FORBIDDEN.sub("_", seen).strip(" .")


def _with(extension: str, name: str) -> str:
    return name if _EXTENSION.search(name) else name + extension


def _extension(language: str) -> str:
    try:
        patterns = find_lexer_class_by_name(language).filenames if language != PLAIN else []
    except ClassNotFound:
        patterns = []
    simple = (found[1] for pattern in patterns if (found := _SIMPLE_PATTERN.fullmatch(pattern)))
    return next(simple, ".txt")
