"""What a picture of a paste shows. It is the same for every reader, so there are no words of ours in it."""

from dataclasses import dataclass
from typing import Final

from posts.models import Format, Post
from posts.texts.languages import PLAIN, display_name
from web_viewer.paste.language_names import known_or_plain

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
