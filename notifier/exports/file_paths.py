"""The paths of an export's files inside its ZIP, such as `pastes/SLUG/2.py` (revision 2) or `drafts/7.txt`.

All of them are valid on Windows, too. An original is the file as a person sent it, stored beside its text in
UTF-8 where the two differ: `pastes/SLUG/original.py`, `drafts/7-original.txt`.
"""

from pathlib import PurePosixPath
from typing import Final

from posts.drafts.models import PendingEntry
from posts.models import Post, Slug
from posts.texts.file_names import extension_of
from posts.texts.languages import language_of_file

_PORTS: Final = [f"{port}{number}" for port in ("com", "lpt") for number in range(10)]
# Windows opens these as devices, with any extension.
_DEVICES: Final = frozenset(["con", "prn", "aux", "nul", *_PORTS])


def revision_path(post: Post, number: int) -> str:
    return f"pastes/{_folder(post.slug)}/{number}{_extension(post)}"


def original_path(post: Post) -> str:
    return f"pastes/{_folder(post.slug)}/original{_extension(post)}"


def draft_path(draft: PendingEntry) -> str:
    return f"drafts/{draft.id}{extension_of(draft.language)}"


def draft_original_path(draft: PendingEntry) -> str:
    return f"drafts/{draft.id}-original{extension_of(draft.language)}"


def _folder(slug: Slug) -> str:
    # No slug begins with an underscore, so no other slug has this folder.
    return f"_{slug}" if slug.partition(".")[0] in _DEVICES else slug


def _extension(post: Post) -> str:
    ending = PurePosixPath(post.slug).suffix
    return ending if ending and language_of_file(post.slug) else extension_of(post.language)
