"""Full text search by Postgres. Its configuration `russian` has stems of Russian and English words."""

import re
from typing import Any, Final
from unicodedata import normalize

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Select,
    SQLColumnExpression,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from auth.models import UserId
from posts.pastes.tables import AUTHORED, PostRow

_STEMS: Final[ColumnClause[Any]] = literal_column("'russian'::regconfig")
# A tsvector holds 1 MB at most, so only the beginning of a long text is searched.
_INDEXED_CHARACTERS: Final = 100_000
_WORD: Final = re.compile(r"[^\W_]+")
# Normalizing takes time quadratic in the number of combining marks, so a text is normalized in pieces. A
# piece ends where a word ends, with its marks.
_NORMALIZED_PIECE: Final = re.compile(r"\S{1,1000}[\w\u0300-\u036f]{0,200}")
# Nobody searches for longer words, such as Base64; Postgres refuses words of more than 2 kB.
_LONGEST_WORD: Final = 200  # characters


def document_of(title: str, text: str) -> ColumnElement[Any]:
    """Return the SQL of the tsvector of a title and a text."""
    return func.to_tsvector(_STEMS, words_of(title, text))


def words_of(title: str, text: str) -> str:
    """Return the words of a title and a text that are indexed."""
    words = _words(f"{title}\n{text[:_INDEXED_CHARACTERS]}")
    if max(map(len, words), default=0) > _LONGEST_WORD:
        words = [word for word in words if len(word) <= _LONGEST_WORD]
    return " ".join(words)


def matches(words: str) -> ColumnElement[bool]:
    """Return the condition that a paste has words that begin with all of these, or has these in its title."""
    if not _words(words):
        return in_title(words)
    return or_(PostRow.search.op("@@")(_query_of(words)), in_title(words))


def in_title(words: str, title: SQLColumnExpression[str] = PostRow.title) -> ColumnElement[bool]:
    """Return the condition that a title contains the words as they are, in any case."""
    return title.icontains(words.strip().replace("\0", ""), autoescape=True)


def has_stems(words: str) -> Select[bool]:
    """Return the query that tells whether the index has such words: not punctuation, nor `the`."""
    return select(func.numnode(_query_of(words)) > 0)


def listed_matches(author: UserId, words: str) -> ColumnElement[bool]:
    """Return the condition that a paste of the author's has words that begin with these, which have stems."""
    authors = cast(literal(f"'@{author}'"), TSQUERY)
    return AUTHORED.op("@@")(_query_of(words).op("&&")(authors))


def _query_of(words: str) -> ColumnElement[Any]:
    found = " & ".join(f"'{word[:_LONGEST_WORD]}':*" for word in _words(words))
    return func.to_tsquery(_STEMS, literal(found))


def _words(text: str) -> list[str]:
    # Postgres' own parser would take `os.path` for a host and `<b>` for a tag, and find no part of them.
    pieces = _NORMALIZED_PIECE.findall(text)
    return [word for piece in pieces for word in _WORD.findall(normalize("NFC", piece))]
