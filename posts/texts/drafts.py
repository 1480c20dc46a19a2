"""Makes drafts of what people send: finds a title and a language for it."""

from dataclasses import replace

from posts.errors import EmptyText, PostTooLarge
from posts.limits import LARGEST
from posts.models import Draft, Format, Origin, Part
from posts.texts.decoding import Decoded, decode, decode_as
from posts.texts.languages import guess_language, language_of_file
from posts.titles import WHITE, clean_title, title_of

MARKDOWN = "markdown"


def draft_of_text(
    text: str,
    *,
    title: str | None = None,
    language: str | None = None,
    origin: Origin | None = None,
    parts: tuple[Part, ...] = (),
) -> Draft:
    """Of any size: whether it may be published is another question. Raises EmptyText."""
    if is_empty(text):
        raise EmptyText
    return Draft(_title(title, text), text, language or _language(title, text), origin, parts=parts)


def is_empty(text: str) -> bool:
    """Whether nothing of it would be seen."""
    return not text.strip().strip(WHITE)


def draft_of_markdown(
    markdown: str,
    *,
    plain: str,
    title: str | None = None,
    origin: Origin | None = None,
    parts: tuple[Part, ...] = (),
) -> Draft:
    """`plain` is the same text without marks, which a title is found in. Raises EmptyText."""
    found = clean_title(title or "") or title_of(plain)
    draft = draft_of_text(markdown, title=found, language=MARKDOWN, origin=origin, parts=parts)
    return replace(draft, format=Format.MARKDOWN)


def draft_of_file(
    title: str | None, content: bytes, *, file_name: str | None = None, origin: Origin | None = None
) -> Draft:
    """`content` counts by its own bytes; its text may have three times as many in UTF-8.

    Raises NotText (with the file's name), EmptyText or PostTooLarge.
    """
    if len(content) > LARGEST:
        raise PostTooLarge(len(content), LARGEST)
    read = decode(content, file_name or title or "")
    draft = draft_of_text(read.text, title=title, language=language_of_file(file_name or ""), origin=origin)
    return read_from(draft, read, content)


def draft_of_encoded(content: bytes, encoding: str, *, title: str, language: str) -> Draft:
    """Of a file in the encoding that somebody chose. Raises NotInEncoding or EmptyText."""
    read = decode_as(content, encoding, title)
    return read_from(draft_of_text(read.text, title=title, language=language), read, content)


def read_from(draft: Draft, read: Decoded, content: bytes) -> Draft:
    """The draft of a file's text, with what it takes to read the file's bytes otherwise."""
    # Of most files the text in UTF-8 is the file: its bytes are not kept twice.
    original = None if draft.text.encode() == content else content
    return replace(draft, encoding=read.encoding, original=original)


def _title(wanted: str | None, text: str) -> str:
    return clean_title(wanted or "") or title_of(text)


def _language(title: str | None, text: str) -> str:
    return language_of_file(title or "") or guess_language(text)
