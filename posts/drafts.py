"""Makes drafts of what people send: finds a title and a language for it."""

from typing import Final

from posts.decoding import decode
from posts.errors import EmptyText, PostTooLarge
from posts.languages import guess_language, language_of_file
from posts.models import Draft, Origin
from posts.titles import WHITE, clean_title, title_of

# Telegram Bot API, getFile: bots can download files of up to 20 MB.
LARGEST: Final = 20 * 1024 * 1024  # bytes


def draft_of_text(
    text: str, *, title: str | None = None, language: str | None = None, origin: Origin | None = None
) -> Draft:
    """Raises EmptyText or PostTooLarge."""
    if not text.strip().strip(WHITE):
        raise EmptyText
    size = len(text.encode())
    if size > LARGEST:
        raise PostTooLarge(size, LARGEST)
    return Draft(_title(title, text), text, language or _language(title, text), origin)


def draft_of_file(
    title: str | None, content: bytes, *, file_name: str | None = None, origin: Origin | None = None
) -> Draft:
    """Raises NotText (with the file's name), EmptyText or PostTooLarge."""
    if len(content) > LARGEST:
        raise PostTooLarge(len(content), LARGEST)
    text = decode(content, file_name or title or "")
    return draft_of_text(text, title=title, language=language_of_file(file_name or ""), origin=origin)


def _title(wanted: str | None, text: str) -> str:
    return clean_title(wanted or "") or title_of(text)


def _language(title: str | None, text: str) -> str:
    return language_of_file(title or "") or guess_language(text)
