"""What others are told of a public paste."""

from dataclasses import dataclass
from itertools import islice
from typing import ClassVar, Final

from kernel.address import PublicAddress
from posts.limits import MAX_TITLE_LENGTH
from posts.models import Post
from posts.titles import clean_title, shorten
from web_viewer.previews.visible import visible

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
    if lines and shorten(clean_title(lines[0].lstrip("# ")), MAX_TITLE_LENGTH) == visible(title):
        lines = lines[1:]
    return shorten("\n".join(lines[:_LINES]), _LONGEST)
