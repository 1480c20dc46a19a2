"""The visible text of a page's HTML: its lines, and the formatting of each letter."""

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
_LISTS: Final = frozenset({"ul", "ol"})
_VOID: Final = frozenset({"br", "hr", "input"})
# The style of list markers.
MARK: Final = "mark"
Letter = tuple[str, frozenset[str]]


@dataclass(frozen=True)
class ShownLine:
    """A line; `lists` has its lists, innermost last. An item begins with `- ` or a number, as `3. `."""

    text: str
    lists: tuple[int, ...] = ()
    is_item: bool = False


@dataclass
class _List:
    name: int
    next_number: int | None


@dataclass
class RenderedText(HTMLParser):
    """`letters` are characters with styles; a line ends with one line feed, a paragraph with two."""

    letters: list[Letter] = field(default_factory=list)
    open_: list[tuple[str, str]] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    names: int = 0
    mark: list[Letter] = field(default_factory=list)
    lists_of_lines: list[tuple[int, ...]] = field(default_factory=lambda: [()])

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
    def lines(self) -> list[ShownLine]:
        lines: list[list[Letter]] = [[]]
        for letter in self.letters:
            if letter[0] == "\n":
                lines.append([])
            else:
                lines[-1].append(letter)
        return [
            ShownLine("".join(letter for letter, _ in line), lists, any(MARK in styles for _, styles in line))
            for line, lists in zip(lines, self.lists_of_lines, strict=True)
        ]

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
        if tag in _LISTS:
            self.names += 1
            self.lists.append(_List(self.names, int(known.get("start") or 1) if tag == "ol" else None))
        if tag == "li":
            self._end_line()
            self.mark = [(letter, self._styles() | {MARK}) for letter in _mark(self.lists[-1])]
        if tag == "p" and self.mark and self.letters and not self._ends_with("\n\n"):
            self._say("\n")

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self.open_.pop()
        assert opened == tag
        if tag in _BLOCKS:
            self._say("\n\n")
        if tag in _LISTS:
            self.lists.pop()
        if tag == "li":
            self._end_line()
        if tag in _LISTS and not self.lists and not self._ends_with("\n\n"):
            self._say("\n")

    def handle_data(self, data: str) -> None:
        if self._within("pre"):
            self._say(data)
        elif self._within("p"):
            self._say_mark()
            # The line feed behind a `<br>` is layout of the source.
            self._say(data.removeprefix("\n") if self._ends_with("\n") else data)
        elif self._within("li"):
            self._say_mark(data.strip())
            self._say(data.replace("\n", ""))
        else:
            assert not data.strip(), data

    def _end_line(self) -> None:
        if self.letters and not self._ends_with("\n"):
            self._say("\n")

    def _ends_with(self, text: str) -> bool:
        return "".join(letter for letter, _ in self.letters[-len(text) :]) == text

    def _within(self, tag: str) -> bool:
        return any(opened == tag for opened, _ in self.open_)

    def _styles(self) -> frozenset[str]:
        return frozenset(style for _, style in self.open_ if style)

    def _say_mark(self, before: str = "text") -> None:
        """Add the marker of a list item before its first text."""
        if before:
            self._add(self.mark)
            self.mark = []

    def _say(self, text: str) -> None:
        styles = self._styles()
        self._add([(letter, styles) for letter in text])

    def _add(self, letters: list[Letter]) -> None:
        for letter in letters:
            self.letters.append(letter)
            if letter[0] == "\n":
                self.lists_of_lines.append(())
            elif self.lists:
                self.lists_of_lines[-1] = tuple(list_.name for list_ in self.lists)


def _mark(list_: _List) -> str:
    if list_.next_number is None:
        return "- "
    list_.next_number += 1
    return f"{list_.next_number - 1}. "
