"""File names of pastes."""

import re
from functools import lru_cache
from typing import Final

from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from posts.models import Post
from posts.texts.languages import PLAIN

_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]{1,12}$")
_SIMPLE_PATTERN: Final = re.compile(r"\*(\.[a-z0-9]+)")


def file_name(post: Post) -> str:
    """Return the slug, with the extension of the language if the slug has none."""
    return with_extension(post.slug, post.language)


def with_extension(name: str, language: str) -> str:
    """Append the extension of the language, unless the name has an extension, of whatever language."""
    return name if _EXTENSION.search(name) else name + extension_of(language)


@lru_cache(maxsize=1024)
def extension_of(language: str) -> str:
    """Return the extension of a language: `python` → `.py`; `.txt` for a language without one."""
    try:
        patterns = find_lexer_class_by_name(language).filenames if language != PLAIN else []
    except ClassNotFound:
        patterns = []
    simple = (found[1] for pattern in patterns if (found := _SIMPLE_PATTERN.fullmatch(pattern)))
    return next(simple, ".txt")
