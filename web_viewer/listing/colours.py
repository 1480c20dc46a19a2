"""Which of the few colours a token gets, by Pygments' kind of token (its parents' where it has none)."""

from functools import cache
from typing import Final

from pygments.token import (
    Comment,
    Generic,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    String,
    Token,
    _TokenType,
)

PLAIN: Final = ""
_COLOURS: Final[dict[_TokenType, str]] = {
    Token: PLAIN,
    Comment: "c",
    Comment.Preproc: "d",
    Comment.PreprocFile: "s",
    Generic.Deleted: "x",
    Generic.Emph: "em",
    Generic.Heading: "h",
    Generic.Inserted: "i",
    Generic.Prompt: "c",
    Generic.Strong: "h",
    Generic.Subheading: "h",
    Keyword: "k",
    Keyword.Constant: "n",
    Keyword.Type: "t",
    Literal: "s",
    Literal.Date: "n",
    Name.Attribute: "a",
    Name.Builtin: "b",
    Name.Class: "t",
    Name.Constant: "n",
    Name.Decorator: "d",
    Name.Entity: "e",
    Name.Exception: "t",
    Name.Function: "f",
    Name.Property: "a",
    Name.Tag: "k",
    Name.Variable: "v",
    Number: "n",
    Operator.Word: "k",
    String: "s",
    String.Doc: "c",
    String.Escape: "e",
    String.Interpol: "e",
    String.Regex: "e",
    String.Symbol: "n",
}
CLASSES: Final = frozenset(_COLOURS.values()) - {PLAIN}


@cache
def colour_of(kind: _TokenType) -> str:
    """A class of the stylesheet; empty for what looks like the rest."""
    return next(_COLOURS[known] for known in reversed(kind.split()) if known in _COLOURS)
