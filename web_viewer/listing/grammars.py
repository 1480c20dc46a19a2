"""Highlighting by tree-sitter grammars, about four times as fast as Pygments, for frequent languages."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any, Final

from web_viewer.listing.colours import PLAIN

fastpylight: Any = None
with suppress(ImportError):  # it is built for few platforms; on others Pygments does all
    fastpylight = import_module("fastpylight")

# By the names of Pygments. Missing are languages that Pygments does better (PHP within HTML, Scala, diff), as
# fast (JSON), or without failing at deep nesting (XML).
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
_OPERATOR: Final = "operator"  # the scope of `+` and of `and`


def has_grammar(language: str) -> bool:
    """Tell whether there is a grammar for a language, and the library for this platform."""
    return fastpylight is not None and language in GRAMMARS


def tokens(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Return the whole text in pieces with their colours. Raises anything, because grammars have bugs."""
    piece, end = _slicer(text), 0
    for start, stop, scope in fastpylight.tokenize(text, GRAMMARS[language]):
        colour = _colour_of(scope)
        if scope == _OPERATOR and piece(start, stop).isalpha():
            colour = "k"
        if not colour:
            continue
        if start > end:
            yield PLAIN, piece(end, start)
        yield colour, piece(start, stop)
        end = stop
    yield PLAIN, piece(end, None)


def _slicer(text: str) -> Callable[[int, int | None], str]:
    """Return a function that slices the text by offsets in UTF-8."""
    if text.isascii():
        return lambda start, stop: text[start:stop]
    content = text.encode()
    return lambda start, stop: content[start:stop].decode()


@cache
def _colour_of(scope: str) -> str:
    # `keyword.import` has the colour of `keyword`.
    while scope not in _COLOURS and "." in scope:
        scope = scope.rpartition(".")[0]
    return _COLOURS.get(scope, PLAIN)
