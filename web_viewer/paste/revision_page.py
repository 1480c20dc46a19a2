"""Renders the page of a version of a paste. Runs in a worker, because comparing takes a while."""

from dataclasses import dataclass
from enum import StrEnum

from kernel.phrases import Words
from posts.models import Post, Revision
from posts.texts.languages import PLAIN
from web_viewer.addresses import Links
from web_viewer.comparing.blocks import Block, compare
from web_viewer.comparing.matching import MAX_COMPARED_BYTES, TooDifferent
from web_viewer.listing.excerpt import excerpt_of
from web_viewer.listing.highlighting import highlight
from web_viewer.listing.lines import numbered_lines
from web_viewer.templates import known_or_plain, render


class View(StrEnum):
    """Changes in one column or in two, or the text of the version. Unknown names count as one column."""

    UNIFIED = "unified"
    SPLIT = "split"
    TEXT = "text"

    @classmethod
    def parse(cls, name: str | None) -> "View":
        return next((view for view in cls if view == name), cls.UNIFIED)


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """A version, and the one `before` it for comparison; without that, the text is shown alone.

    `without_highlighting`: highlighting has been tried and took too long.
    """

    post: Post
    links: Links
    revision: Revision
    before: Revision | None
    view: View
    without_highlighting: bool = False

    @property
    def needed_texts(self) -> list[Revision]:
        """The versions whose texts `render` needs; empty if they are too large to be compared."""
        if self.before is None or self.view is View.TEXT:
            return [self.revision]
        both = [self.before, self.revision]
        return both if max(text.size for text in both) <= MAX_COMPARED_BYTES else []

    def render(self, texts: list[bytes], words: Words) -> bytes:
        """Return the page as HTML. `texts` are those of `needed_texts`."""
        if len(texts) == 1:
            return self._rendered("revision_text.html", words, **self._listing(texts[0]))
        blocks = _compared(texts)
        digits = len(str(max((block.last_number for block in blocks or ()), default=0)))
        return self._rendered("revision_changes.html", words, blocks=blocks, digits=digits)

    def _rendered(self, template: str, words: Words, **values: object) -> bytes:
        return render(
            template,
            words,
            post=self.post,
            links=self.links,
            revision=self.revision,
            before=self.before,
            view=self.view,
            **values,
        )

    def _listing(self, text: bytes) -> dict[str, object]:
        excerpt, known = excerpt_of(text), known_or_plain(self.revision.language or self.post.language)
        runs = highlight(excerpt.text, PLAIN if self.without_highlighting else known)
        return {
            "excerpt": excerpt,
            "code": numbered_lines(runs, is_code=known != PLAIN),
            "is_plain": known == PLAIN,
        }


def _compared(texts: list[bytes]) -> list[Block] | None:
    """Return None if the texts are too large or too different."""
    try:
        return compare(*texts) if texts else None
    except TooDifferent:
        return None
