"""Makes drafts of former revisions, with their language and format, and their file if it is known."""

from collections.abc import Iterator
from dataclasses import replace

from posts.errors import NotText
from posts.models import Draft, Post, Revision
from posts.texts.decoding import Decoded, decode_as
from posts.texts.drafts import draft_of_text, with_file


def draft_of_revision(post: Post, revision: Revision, text: str, file: bytes | None) -> Draft:
    """Return a former text as a draft. `file` is the paste's present file, if there is one.

    Files of former revisions are not stored. If the revision came as a file, and the present file or the text
    in UTF-8 decodes to the former text in its encoding, the draft gets these bytes as its file.
    """
    draft = draft_of_text(text, title=post.title, language=revision.language or post.language)
    draft = replace(draft, format=revision.format or post.format)
    for content in _possible_files(text, file):
        read = _read(content, revision.encoding)
        if read and read.text == text:
            return with_file(draft, read, content)
    return draft


def _possible_files(text: str, file: bytes | None) -> Iterator[bytes]:
    if file is not None:
        yield file
    if "\ufffd" not in text:  # U+FFFD replaced bytes that are not known any more
        yield text.encode()


def _read(content: bytes, encoding: str | None) -> Decoded | None:
    try:
        return decode_as(content, encoding, "") if encoding else None
    except NotText:
        return None
