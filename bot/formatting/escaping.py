"""Plain text as Markdown that says the same."""

import re
import unicodedata
from typing import Final

_TAB: Final = " " * 4
_SPACE: Final = "&nbsp;"
_SPACES: Final = re.compile(r" {2,}")
# Underscores within a word are no marks; `&` and `<` are where they begin something; `:` and `@` make links.
_MARK: Final = re.compile(
    r"""[\\`*\[\]~|]
    | (?<![^\W_])_ | _(?![^\W_])
    | &(?=\#?\w+;)
    | <(?=[A-Za-z/!?])
    | (?<=[A-Za-z]):(?=//)
    | (?<=[\w.+-])@(?=\w)""",
    re.VERBOSE,
)
# Headings, items, quotations, rules, and what makes a heading of the line above.
_MARK_OF_LINE: Final = re.compile(r"\#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+\s*$|-[-\s]*$")
_NUMBER_OF_ITEM: Final = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def escaped(text: str, *, begins_line: bool) -> str:
    """Line feeds become line breaks, and no space is lost but at the end of a line.

    `begins_line`: nothing stands before the text on its first line.
    """
    first, *others = text.replace("\t", _TAB).split("\n")
    if not others:
        return _line(first, begins_line)
    *between, last = others
    lines = [_line(first.rstrip(), begins_line), *(_line(line.rstrip(), True) for line in between)]
    return "\\\n".join([*lines, _line(last, True)])


def _line(line: str, begins: bool) -> str:
    bare = line.lstrip() if begins else line
    indent = "".join(map(_kept, line[: len(line) - len(bare)]))
    marked = _MARK.sub(r"\\\g<0>", bare)
    if begins and not indent:
        marked = _begun(marked)
    return indent + _SPACES.sub(lambda run: _SPACE * (len(run[0]) - 1) + " ", marked)


def _kept(space: str) -> str:
    """As it survives at the start of a line."""
    if space == " ":
        return _SPACE
    return f"&#{ord(space)};" if unicodedata.category(space) == "Zs" else ""


def _begun(line: str) -> str:
    if number := _NUMBER_OF_ITEM.match(line):
        return f"{number[1]}\\{line[number.start(2) :]}"
    return f"\\{line}" if _MARK_OF_LINE.match(line) else line
