"""Makes drafts of texts and files, with a title and a language."""

from dataclasses import replace

from posts.errors import EmptyText, PostTooLarge
from posts.limits import MAX_FILE_BYTES
from posts.models import Draft, Format, Origin, Part
from posts.texts.decoding import Decoded, decode, decode_as
from posts.texts.languages import MARKDOWN, guess_language, language_of_file
from posts.titles import INVISIBLE, clean_title, title_of


def draft_of_text(
    text: str,
    *,
    title: str | None = None,
    language: str | None = None,
    origin: Origin | None = None,
    parts: tuple[Part, ...] = (),
) -> Draft:
    """Make a draft of a text of any size, with a title and a language derived from it if they are not given.

    A title that is a file name decides the language. Raises EmptyText.
    """
    if is_empty(text):
        raise EmptyText
    return Draft(_title(title, text), text, language or _language(title, text), origin, parts=parts)


def is_empty(text: str) -> bool:
    """Tell whether a text has no visible character."""
    return not text.strip().strip(INVISIBLE)


def draft_of_markdown(
    markdown: str,
    *,
    plain: str,
    title: str | None = None,
    origin: Origin | None = None,
    parts: tuple[Part, ...] = (),
) -> Draft:
    """Make a draft of Markdown; without a title, derive one from `plain`, the text without marks.

    Raises EmptyText.
    """
    found = clean_title(title or "") or title_of(plain)
    draft = draft_of_text(markdown, title=found, language=MARKDOWN, origin=origin, parts=parts)
    return replace(draft, format=Format.MARKDOWN)


def draft_of_file(
    title: str | None, content: bytes, *, file_name: str | None = None, origin: Origin | None = None
) -> Draft:
    """Make a draft of a file. Raises NotText (with the file's name), EmptyText or PostTooLarge.

    The limit is for the bytes of the file; its text may have three times as many in UTF-8.
    """
    if len(content) > MAX_FILE_BYTES:
        raise PostTooLarge(len(content), MAX_FILE_BYTES)
    decoded = decode(content, file_name or title or "")
    language = language_of_file(file_name or "")
    draft = draft_of_text(decoded.text, title=title, language=language, origin=origin)
    return with_file(draft, decoded, content)


def draft_of_encoded(content: bytes, encoding: str, *, title: str, language: str) -> Draft:
    """Make a draft of a file in a chosen encoding. Raises NotInEncoding or EmptyText."""
    decoded = decode_as(content, encoding, title)
    return with_file(draft_of_text(decoded.text, title=title, language=language), decoded, content)


def with_file(draft: Draft, decoded: Decoded, content: bytes) -> Draft:
    """Return the draft with the encoding and the bytes of its file."""
    # Most files are UTF-8: their bytes are not stored twice.
    original = None if draft.text.encode() == content else content
    return replace(draft, encoding=decoded.encoding, original=original)


def _title(wanted: str | None, text: str) -> str:
    return clean_title(wanted or "") or title_of(text)


def _language(title: str | None, text: str) -> str:
    return language_of_file(title or "") or guess_language(text)
