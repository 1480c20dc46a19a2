"""The content of a preview of a public paste: metadata of its page (Preview), and a picture (Card)."""

import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Final

from kernel.address import PublicAddress
from posts.limits import MAX_TITLE_LENGTH
from posts.models import Format, Post
from posts.texts.languages import MARKDOWN, PLAIN, display_name
from posts.titles import clean_title, shorten
from web_viewer.templates import known_or_plain

if TYPE_CHECKING:
    from posts.pastes.service import (
        PostService,  # which imports the database, and the render workers do not need it
    )

PICTURE: Final = "preview.png"
_BEGINNING_BYTES: Final = 8_192  # more than a picture has room for
_SAMPLE_CHARACTERS: Final = 4_000
_DESCRIPTION_LINES: Final = 4
_DESCRIPTION_CHARACTERS: Final = 200  # chats show no more
# Zero-width joiners, which make one sign of several emoji and shape Persian and Hindi words.
_JOINERS: Final = "\u200c\u200d"
_INVISIBLE_CATEGORIES: Final = ("Cc", "Cf", "Cs", "Zl", "Zp")
_FORBIDDEN_IN_XML: Final = "\ufffe\uffff"  # XML 1.0, 2.2: even when escaped
_TAB_COLUMNS: Final = 4


@dataclass(frozen=True, slots=True)
class Preview:
    """The metadata of a page. Addresses are absolute; `lines` are up to four of the first after the title.

    `width` and `height` are those of the picture, in pixels; chats show a picture of this size large.
    """

    width: ClassVar[int] = 1200
    height: ClassVar[int] = 630
    title: str
    author: str
    author_url: str
    lines: str
    url: str
    picture: str
    provider_url: str


@dataclass(frozen=True, slots=True)
class Card:
    """The text of a picture, without words of ours: it is the same for readers of every language.

    `language` is a name of Pygments; `facts` are the author and the language.
    """

    title: str
    facts: str
    language: str
    text: str


def preview_of(post: Post, text: str, address: PublicAddress) -> Preview:
    """Return the preview of a paste. `text` is its beginning, or all of it."""
    return Preview(
        title=visible_text(post.title),
        author=post.author,
        author_url=address.of(post.author),
        lines=_first_lines(post.title, text),
        url=address.of(post.url),
        picture=address.of(f"{post.url}/{PICTURE}?revision={post.revision}"),
        provider_url=address.of(""),
    )


def _first_lines(title: str, text: str) -> str:
    visible = (visible_text(line).strip() for line in text[:_SAMPLE_CHARACTERS].splitlines())
    lines = list(islice(filter(None, visible), _DESCRIPTION_LINES + 1))
    if lines and shorten(clean_title(lines[0].lstrip("# ")), MAX_TITLE_LENGTH) == visible_text(title):
        lines = lines[1:]
    return shorten("\n".join(lines[:_DESCRIPTION_LINES]), _DESCRIPTION_CHARACTERS)


def card_of(post: Post, text: str) -> Card:
    """Return the text of a paste's picture. `text` is the beginning of the paste, or all of it."""
    language = MARKDOWN if post.format is Format.MARKDOWN else known_or_plain(post.language)
    facts = post.author if language == PLAIN else f"{post.author} · {display_name(language)}"
    return Card(post.title, facts, language, text)


async def read_beginning(post: Post, posts: "PostService") -> str:
    """Return as much text as a preview needs. Raises as PostService.stream."""
    chunks = [chunk async for chunk in posts.stream(post, 0, min(post.size, _BEGINNING_BYTES))]
    return decode_beginning(b"".join(chunks))


def decode_beginning(content: bytes) -> str:
    """Return as much text as a preview needs, without malformed bytes."""
    return content[:_BEGINNING_BYTES].decode("utf-8-sig", errors="ignore")


def visible_text(line: str) -> str:
    """Remove invisible characters from a line, among them bidi controls, which affect the text around them.

    Letters are composed (NFC), and tabs become spaces.
    """
    composed = unicodedata.normalize("NFC", line.expandtabs(_TAB_COLUMNS))
    # A shortcut for nearly every line: printable text has no invisible characters.
    if composed.isprintable():
        return composed
    return "".join(letter for letter in composed if _is_visible(letter))


def _is_visible(letter: str) -> bool:
    is_control = unicodedata.category(letter) in _INVISIBLE_CATEGORIES and letter not in _JOINERS
    return not is_control and letter not in _FORBIDDEN_IN_XML
