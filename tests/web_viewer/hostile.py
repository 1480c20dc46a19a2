"""Texts of attackers who want browsers to run their scripts, or to load something of theirs."""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent / "attacks"
_RUN: Final = "document.title='run'"
_ELSEWHERE: Final = "//elsewhere.example/x"
# How letters that cannot be seen are written in the files, which have an attack a line.
_ESCAPED: Final = re.compile(r"\\(?:([ntr\\])|x([0-9a-f]{2})|u([0-9a-f]{4}))")
_LETTERS: Final = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def _attacks() -> Iterator[str]:
    for address in _lines("addresses"):
        for place in _lines("places"):
            yield place.replace("{}", address)
            yield place.replace("{}", escape(address))
    yield from _lines("tags")
    yield from _lines("markdown")


def _lines(name: str) -> Iterator[str]:
    for line in (_FOLDER / f"{name}.txt").read_text().splitlines():
        letters = _ESCAPED.sub(
            lambda found: _LETTERS[found[1]] if found[1] else chr(int(found[2] or found[3], 16)), line
        )
        yield letters.replace("{run}", _RUN).replace("{url}", _ELSEWHERE)


ATTACKS: Final = tuple(dict.fromkeys(_attacks()))
# Ends what an attack has left open.
END: Final = (
    "\n\n]]> --> ?> "
    "</script></style></title></textarea></xmp></noembed></iframe></noscript></template></svg></math>\n\n"
)
