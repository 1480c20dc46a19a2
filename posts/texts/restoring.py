"""An old text of a paste as it was: in its own language and format, and with its file where that is known."""

from collections.abc import Iterator
from dataclasses import replace

from posts.errors import NotText
from posts.models import Draft, Post, Revision
from posts.texts.decoding import Decoded, decode_as
from posts.texts.drafts import draft_of_text, read_from


def as_it_was(post: Post, revision: Revision, text: str, file: bytes | None) -> Draft:
    """`file` holds the bytes of the paste's present file, if there is one.

    Files of old texts are not kept: where neither the present file reads as the old text nor the text is the
    file itself, the text came as if it were typed.
    """
    draft = draft_of_text(text, title=post.title, language=revision.language or post.language)
    draft = replace(draft, format=revision.format or post.format)
    for content in _possible_files(text, file):
        read = _read(content, revision.encoding)
        if read and read.text == text:
            return read_from(draft, read, content)
    return draft


def _possible_files(text: str, file: bytes | None) -> Iterator[bytes]:
    if file is not None:
        yield file
    if "\ufffd" not in text:  # it stands for bytes that nobody knows any more
        yield text.encode()


def _read(content: bytes, encoding: str | None) -> Decoded | None:
    try:
        return decode_as(content, encoding, "") if encoding else None
    except NotText:
        return None
