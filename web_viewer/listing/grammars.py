"""Colours by tree-sitter's grammars: some four times as fast as Pygments, for what is pasted most."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any, Final

from web_viewer.listing.colours import PLAIN

fastpylight: Any = None
with suppress(ImportError):  # it is built for few machines: on others Pygments does it all
    fastpylight = import_module("fastpylight")

# By Pygments' names. Left to Pygments: what its grammar colours worse (PHP within HTML, Scala, diff), and
# what Pygments itself does as fast (JSON) or without choking on deep nesting (XML).
GRAMMARS: Final[Mapping[str, str]] = {
    **{name: name for name in "bash c cpp csharp css go html java javascript kotlin lua python".split()},
    **{name: name for name in "ruby rust scss sql tsx typescript".split()},
}
_COLOURS: Final[Mapping[str, str]] = {
    "attribute": "a",
    "boolean": "n",
    "character": "s",
    "character.special": "e",
    "comment": "c",
    "constant": "t",
    "constant.builtin": "n",
    "constant.macro": "n",
    "constructor": "f",
    "function": "f",
    "function.builtin": "b",
    "function.macro": "f",
    "keyword": "k",
    "keyword.directive": "d",
    "keyword.operator": "k",
    "label": "n",
    "module": PLAIN,
    "namespace": PLAIN,
    "number": "n",
    "operator": PLAIN,
    "property": "a",
    "punctuation": PLAIN,
    "punctuation.special": "e",
    "string": "s",
    "string.escape": "e",
    "string.regexp": "e",
    "string.special": "e",
    "tag": "k",
    "tag.attribute": "a",
    "tag.delimiter": PLAIN,
    "type": "t",
    "variable": PLAIN,
    "variable.builtin": "b",
}
_WORDS: Final = "operator"


def has_grammar(language: str) -> bool:
    return fastpylight is not None and language in GRAMMARS


def tokens(text: str, language: str) -> Iterator[tuple[str, str]]:
    """All of the text in order, each piece with its colour. Raises whatever a grammar's own bugs raise."""
    piece, end = _cutter(text), 0
    for start, stop, scope in fastpylight.tokenize(text, GRAMMARS[language]):
        colour = _colour_of(scope)
        if scope == _WORDS and piece(start, stop).isalpha():
            colour = "k"
        if not colour:
            continue
        if start > end:
            yield PLAIN, piece(end, start)
        yield colour, piece(start, stop)
        end = stop
    yield PLAIN, piece(end, None)


def _cutter(text: str) -> Callable[[int, int | None], str]:
    """Cuts pieces by offsets in UTF-8."""
    if text.isascii():
        return lambda start, stop: text[start:stop]
    content = text.encode()
    return lambda start, stop: content[start:stop].decode()


@cache
def _colour_of(scope: str) -> str:
    """Its parent's where it has none: `keyword.import` looks like `keyword`."""
    while scope not in _COLOURS and "." in scope:
        scope = scope.rpartition(".")[0]
    return _COLOURS.get(scope, PLAIN)
