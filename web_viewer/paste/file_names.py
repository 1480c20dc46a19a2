"""What a downloaded paste is called on somebody's disk."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

from posts.models import Post
from posts.texts.file_names import file_name, with_extension

_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|]+')


def attachment(post: Post) -> str:
    """A Content-Disposition (RFC 6266): the title for whoever reads RFC 5987, else the slug."""
    name = quote(with_extension(_safe(post.title) or post.slug, post.language), safe="")
    return f"attachment; filename=\"{file_name(post)}\"; filename*=UTF-8''{name}"


def _safe(title: str) -> str:
    """Without what file systems refuse, and without marks that show `exe.txt` for `txt.exe`."""
    seen = "".join(letter for letter in title if unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))
    return _FORBIDDEN.sub("_", seen).strip(" .")
