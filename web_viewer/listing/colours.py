"""Colours of Pygments' tokens, as classes of the stylesheet. A token without one has that of its parent."""

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
    """Return the class of a token: a class of the stylesheet, or `PLAIN`."""
    return next(_COLOURS[known] for known in reversed(kind.split()) if known in _COLOURS)
