"""Texts of any length that make careless code slow."""

import string
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from itertools import cycle, islice
from re import Pattern
from typing import Any, Final

Shape = Callable[[int], str]
BytesShape = Callable[[int], bytes]

_WHITE: Final = {
    "spaces": " ",
    "tabs": "\t",
    "no-break spaces": "\u00a0",
    "line feeds": "\n",
    "carriage returns": "\r",
    "CRLF": "\r\n",
    "zero-width spaces": "\u200b",
}
_BRACKETS: Final = ("()", "[]", "{}", "<>")
_UNITS: Final = {
    "letters": "a",
    "capitals": "A",
    "digits": "1",
    "words": "word ",
    "lines": "word\n",
    "Cyrillic words": "слово ",
    "hexadecimal": "0123456789abcdef",
    "Base64": string.ascii_letters + string.digits + "+/",
    "a and !": "a!",
    "a and a space": "a ",
    "spaces before line feeds": "  \n",
    "a and a line feed": "a\n",
    "a and two spaces": "a  ",
    "dashes and underscores": "-_",
    "dots and dashes": "._",
    "asterisks and underscores": "*_",
    "a dot": "a.",
    "a dash": "a-",
    "an underscore": "a_",
    "an at sign": "a@",
    "a@b.": "a@b.",
    "a colon": "a:",
    "an equals sign": "a=",
    "a comma": "a,",
    "quoted cells": '"a",',
    "escaped quotes": '\\"',
    "digits and dots": "1.",
    "digits and commas": "1,",
    "digits and spaces": "1 ",
    "numbered lines": "1. \n",
    "times": "2026-01-02 03:04:05 ",
    "assignments": "password=",
    "users": "user: bob\n",
    "tags that stay open": "<a ",
    "comments that stay open": "<!--",
    "tags": "<b>",
    "links that are closed": "](",
    "links": "[](",
    "pictures": "![",
    "addresses": "http://",
    "hosts": "www.",
    "addresses with a user": "http://a:b@c.d/",
    "references": "&#1;",
    "entities": "&amp",
    "templates": "${",
    "templates of two": "{{",
    "interpreters": "#!bash ",
    "statements": "SELECT ",
    "functions": "function ",
    "imports": "import a ",
    "calls": "a(",
    "accents": "\u0301",
    "accents of two classes": "\u0301\u0323",
    "letters with accents": "a\u0301\u0323",
    "right-to-left marks": "\u202e",
    "Hebrew": "\u05d0\u200f",
    "emoji": "🎉",
    "joined emoji": "👩\u200d",
    "escaped surrogates": "\\ud800",
    "halves of signs": "\ud800",
    "NUL": "\0",
    "a and NUL": "a\0",
    "replacement characters": "\ufffd",
    "line separators": "\u2028",
}
_BYTES: Final = {
    "0xFF": b"\xff",
    "0x80": b"\x80",
    "0xE4": b"\xe4",
    "letters and 0xE4": b"a\xe4",
    "Cyrillic": "Слово ".encode("cp1251"),
    "UTF-16": "word ".encode("utf-16-le"),
    "UTF-16 of Chinese": "中文".encode("utf-16-le"),
    "shifts to Japanese": b"\x1b$B\x30\x21",
    "shifts to nothing": b"\x1b$",
    "ends of UTF-8": b"\xd0",
    "all bytes": bytes(range(256)),
}


def repeated(unit: str, end: str = "") -> Shape:
    """Cut to the length; the last characters are the `end`."""
    return lambda length: (unit * (length // len(unit) + 1))[: max(length - len(end), 0)] + end


def _around(unit: str) -> Shape:
    return lambda length: f"a{repeated(unit)(length - 2)}a"


def _nested(opening: str, closing: str) -> Shape:
    return lambda length: opening * (length // 2) + closing * (length - length // 2)


def _lines_of_every_length(length: int) -> str:
    lines: list[str] = []
    size = 0
    while size < length:
        lines.append("`" * len(lines))
        size += len(lines)
    return "\n".join(lines)[:length]


def _different_words(length: int) -> str:
    return " ".join(islice((f"w{number}" for number in range(length)), length // 5 + 1))[:length]


def _letters_of_many_scripts(length: int) -> str:
    letters = (chr(code) for code in range(0xA1, 0x2000) if chr(code).isalnum())
    return "".join(islice(cycle(letters), length))


def _text_shapes() -> Iterator[tuple[str, Shape]]:
    for name, unit in _WHITE.items():
        yield name, repeated(unit)
        yield f"{name} between letters", _around(unit)
    for opening, closing in _BRACKETS:
        yield f"nested {opening}{closing}", _nested(opening, closing)
        yield f"{opening} that stay open", repeated(opening)
        yield f"{closing} that nothing opens", repeated(closing, "a")
        yield f"pairs of {opening}{closing}", repeated(opening + closing)
    for mark in "'\"`#*_~-=|!\\/.:@&%$,;+?^•":
        yield f"{mark} before a letter", repeated(mark, "a")
    yield from ((name, repeated(unit)) for name, unit in _UNITS.items())
    yield "lines of every length", _lines_of_every_length
    yield "different words", _different_words
    yield "letters of many scripts", _letters_of_many_scripts


def _encoded(shape: Shape) -> BytesShape:
    return lambda length: shape(length).encode("utf-8", "surrogatepass")


def _repeated_bytes(unit: bytes) -> BytesShape:
    return lambda length: (unit * (length // len(unit) + 1))[:length]


TEXTS: Final[Mapping[str, Shape]] = dict(_text_shapes())
BYTES: Final[Mapping[str, BytesShape]] = {
    **{name: _encoded(shape) for name, shape in TEXTS.items()},
    **{f"bytes: {name}": _repeated_bytes(unit) for name, unit in _BYTES.items()},
}


def shapes_against(expression: Pattern[Any]) -> dict[str, Shape]:
    """Repetitions of what the parts of an expression match, alone and behind what comes before them."""
    tree = import_module("re._parser").parse(expression.pattern, expression.flags & ~_DEBUG)
    found = dict.fromkeys(piece for piece in _pieces(list(tree), "") if any(piece))
    shapes: dict[str, Shape] = {}
    for before, unit in islice(found, _MOST_PIECES):
        name = f"{before!r} and {unit!r}, repeated"
        shapes[name] = _behind(before, repeated(unit or before, _FOREIGN))
    return shapes


_DEBUG: Final = 128  # re.DEBUG would print the expression
_MOST_PIECES: Final = 30
_FOREIGN: Final = "\x01"  # what hardly any expression wants: it makes the whole fail at the end


def _behind(before: str, shape: Shape) -> Shape:
    return lambda length: (before + shape(length))[: max(length, len(before))]


def _pieces(tree: list[Any], before: str) -> Iterator[tuple[str, str]]:
    """What stands before a repetition, and what is repeated; and the whole so far, repeated itself."""
    for node in tree:
        for unit in _repetitions(node):
            yield before, unit
            yield "", before + unit
            yield "", unit
        before += _sample(node)
        yield "", before


def _repetitions(node: Any) -> Iterator[str]:
    for inner in _inner(node):
        if str(node[0]).endswith("REPEAT"):
            yield "".join(map(_sample, inner))
        for child in inner:
            yield from _repetitions(child)


def _inner(node: Any) -> list[list[Any]]:
    kind, value = str(node[0]), node[1]
    if kind == "BRANCH":
        return [list(one) for one in value[1]]
    if kind in ("SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return [list(value[-1])]
    return [list(value)] if kind == "ATOMIC_GROUP" else []


def _sample(node: Any) -> str:
    """A text that a part of an expression matches, as short as may be."""
    kind, value = str(node[0]), node[1]
    if kind == "LITERAL":
        return chr(value)
    if kind == "NOT_LITERAL":
        return "a" if value != ord("a") else "b"
    if kind == "ANY":
        return "a"
    if kind == "IN":
        return _member(value)
    inner = _inner(node)
    one = "".join(map(_sample, inner[0])) if inner else ""
    return one * max(value[0], 1) if kind.endswith("REPEAT") else one


# Of a class of characters the first one is tried.
_CANDIDATES: Final = "a1A -_" + "".join(map(chr, range(0x2000)))


def _member(choices: list[Any]) -> str:
    is_negated = str(choices[0][0]) == "NEGATE"
    wanted = choices[1:] if is_negated else choices
    fitting = (letter for letter in _CANDIDATES if _is_among(letter, wanted) != is_negated)
    return next(fitting, chr(choices[0][1][0]) if str(choices[0][0]) == "RANGE" else "a")


def _is_among(letter: str, choices: Any) -> bool:
    tests = {"CATEGORY_DIGIT": str.isdigit, "CATEGORY_SPACE": str.isspace, "CATEGORY_WORD": _is_of_word}
    for kind, value in choices:
        match str(kind):
            case "LITERAL" if ord(letter) == value:
                return True
            case "RANGE" if value[0] <= ord(letter) <= value[1]:
                return True
            case "CATEGORY":
                name = str(value)
                positive = name.replace("_NOT_", "_")
                if tests[positive](letter) != (name != positive):
                    return True
    return False


def _is_of_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
