"""Plain text as Markdown that shows the same."""

import re
import unicodedata
from typing import Final

_TAB: Final = " " * 4
_SPACE: Final = "&nbsp;"
_SPACES: Final = re.compile(r" {2,}")
# `_` is no mark within a word; `&` and `<` are marks where they begin something; `:` and `@` make links.
_MARK: Final = re.compile(
    r"""[\\`*\[\]~|]
    | (?<![^\W_])_ | _(?![^\W_])
    | &(?=\#?\w+;)
    | <(?=[A-Za-z/!?])
    | (?<=[A-Za-z]):(?=//)
    | (?<=[\w.+-])@(?=\w)""",
    re.VERBOSE,
)
# Headings, items, quotations, rules, and lines that make a heading of the line above.
_LINE_MARK: Final = re.compile(r"\#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+\s*$|-[-\s]*$")
_ITEM_NUMBER: Final = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def escaped(text: str, *, begins_line: bool) -> str:
    """Escape a text. Line feeds become line breaks; no spaces are lost, except at the end of a line.

    `begins_line`: nothing stands before the text on its first line.
    """
    *others, last = text.replace("\t", _TAB).split("\n")
    lines = [*(line.rstrip() for line in others), last]
    return "\\\n".join(_line(line, begins_line or number > 0) for number, line in enumerate(lines))


def _line(line: str, begins: bool) -> str:
    bare = line.lstrip() if begins else line
    indent = "".join(map(_indenting_space, line[: len(line) - len(bare)]))
    marked = _MARK.sub(r"\\\g<0>", bare)
    if begins and not indent:
        marked = _with_escaped_start(marked)
    return indent + _SPACES.sub(lambda run: _SPACE * (len(run[0]) - 1) + " ", marked)


def _indenting_space(space: str) -> str:
    if space == " ":
        return _SPACE
    return f"&#{ord(space)};" if unicodedata.category(space) == "Zs" else ""


def _with_escaped_start(line: str) -> str:
    if number := _ITEM_NUMBER.match(line):
        return f"{number[1]}\\{line[number.start(2) :]}"
    return f"\\{line}" if _LINE_MARK.match(line) else line
