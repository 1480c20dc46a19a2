"""What others are told of a public paste."""

import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Final

from kernel.address import PublicAddress
from posts.models import Format, Post
from posts.texts.languages import PLAIN, display_name
from posts.titles import LONGEST_TITLE, clean_title, shortened
from web_viewer.templates import known_or_plain

PICTURE: Final = "preview.png"
_LOOKED_AT: Final = 4_000  # characters
_LONGEST: Final = 200  # characters: what chats show of a description
_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Preview:
    """Addresses are whole. `lines`: the first that say more than the title; empty where there are none.

    `width` and `height` of the picture in pixels: what chats and networks show as a large one.
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


def preview_of(post: Post, text: str, address: PublicAddress) -> Preview:
    """`text`: the paste's, or a beginning of it."""
    return Preview(
        title=visible(post.title),
        author=post.author,
        author_url=address.of(post.author),
        lines=_first_lines(post.title, text),
        url=address.of(post.url),
        picture=address.of(f"{post.url}/{PICTURE}?revision={post.revision}"),
        provider_url=address.of(""),
    )


def _first_lines(title: str, text: str) -> str:
    seen = (visible(line).strip() for line in text[:_LOOKED_AT].splitlines())
    lines = list(islice(filter(None, seen), _LINES + 1))
    if lines and shortened(clean_title(lines[0].lstrip("# ")), LONGEST_TITLE) == visible(title):
        lines = lines[1:]
    return shortened("\n".join(lines[:_LINES]), _LONGEST)


if TYPE_CHECKING:
    from posts.pastes.service import PostService  # and with it the database, which workers do without

_ENOUGH: Final = 8_192  # bytes: more than a picture has room for


async def beginning_of(post: Post, posts: "PostService") -> str:
    """Raises as PostService.stream."""
    chunks = [chunk async for chunk in posts.stream(post, 0, min(post.size, _ENOUGH))]
    return beginning_in(b"".join(chunks))


def beginning_in(content: bytes) -> str:
    """As it was sent: what a page shows for letters that it has not is nothing for others."""
    return content[:_ENOUGH].decode("utf-8-sig", errors="ignore")


_MARKDOWN: Final = "markdown"


@dataclass(frozen=True, slots=True)
class Card:
    """`language` is a short name of Pygments'; `facts` a line for people; `text` the paste's beginning."""

    title: str
    facts: str
    language: str
    text: str


def card_of(post: Post, text: str) -> Card:
    language = _MARKDOWN if post.format is Format.MARKDOWN else known_or_plain(post.language)
    facts = post.author if language == PLAIN else f"{post.author} · {display_name(language)}"
    return Card(post.title, facts, language, text)


# They make one sign of several emoji, and shape Persian and Hindi words.
_JOINERS: Final = "\u200c\u200d"
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Zl", "Zp")
_NO_LETTERS: Final = "\ufffe\uffff"  # XML 1.0, 2.2: not even escaped
_TAB: Final = 4  # columns


def visible(line: str) -> str:
    """Of one line, in composed letters; tabs become spaces."""
    composed = unicodedata.normalize("NFC", line.expandtabs(_TAB))
    # Python calls printable what is none of these, nor rare: so nearly every line.
    if composed.isprintable():
        return composed
    return "".join(letter for letter in composed if _is_seen(letter))


def _is_seen(letter: str) -> bool:
    is_steering = unicodedata.category(letter) in _UNSEEN and letter not in _JOINERS
    return not is_steering and letter not in _NO_LETTERS
