"""What a person sees of a page's HTML: its lines, and how each letter is formatted."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

_STYLES: Final = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("s", "del"), "strikethrough"),
    "u": "underline",
    "blockquote": "quote",
    "pre": "pre",
}
_BLOCKS: Final = frozenset("p pre blockquote details summary".split())
_VOID: Final = frozenset({"br", "hr", "input"})
Letter = tuple[str, frozenset[str]]


@dataclass
class RenderedText(HTMLParser):
    """`letters`: each with its styles; a line feed where a line ends, two where a paragraph does."""

    letters: list[Letter] = field(default_factory=list)
    open_: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def of(cls, html: str) -> "RenderedText":
        page = cls()
        page.feed(html)
        page.close()
        assert page.open_ == [], html
        return page

    @property
    def text(self) -> str:
        return "".join(letter for letter, _ in self.letters).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "br":
            self._say("\n")
        if tag in _VOID:
            return
        style = _STYLES.get(tag, "")
        if tag == "a":
            style = f"link {known['href']}"
        if tag == "code" and not self._within("pre"):
            style = "code"
        if known.get("class") == "spoiler":
            style = "spoiler"
        self.open_.append((tag, style))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self.open_.pop()
        assert opened == tag
        if tag in _BLOCKS:
            self._say("\n\n")

    def handle_data(self, data: str) -> None:
        if self._within("pre"):
            self._say(data)
        elif self._within("p"):
            # The line feed behind a `<br>` is layout of the source.
            self._say(data.removeprefix("\n") if self.text_ends_line else data)
        else:
            assert not data.strip(), data

    @property
    def text_ends_line(self) -> bool:
        return bool(self.letters) and self.letters[-1][0] == "\n"

    def _within(self, tag: str) -> bool:
        return any(opened == tag for opened, _ in self.open_)

    def _say(self, text: str) -> None:
        styles = frozenset(style for _, style in self.open_ if style)
        self.letters += [(letter, styles) for letter in text]
