"""Full text search: Postgres' own, with Russian and English stems (its `russian` knows both)."""

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
# Postgres' index of a text holds 1 MB at most; what comes later in a long text is not searched.
_SEARCHED_UP_TO: Final = 100_000  # characters
_WORD: Final = re.compile(r"[^\W_]+")
# To normalize combining marks takes time quadratic in their number: hence not all of a text at once. A piece
# ends where a word does, with its marks.
_NORMALIZED_AT_ONCE: Final = re.compile(r"\S{1,1000}[\w\u0300-\u036f]{0,200}")
# Numbers and letters without end that nobody searches for; what has more than 2 kB Postgres refuses.
_LONGEST_WORD: Final = 200  # characters


def document_of(title: str, text: str) -> ColumnElement[Any]:
    """What is found by the words of a title and a text."""
    return func.to_tsvector(_STEMS, words_of(title, text))


def words_of(title: str, text: str) -> str:
    """As many of them as can be searched."""
    words = _words(f"{title}\n{text[:_SEARCHED_UP_TO]}")
    if max(map(len, words), default=0) > _LONGEST_WORD:
        words = [word for word in words if len(word) <= _LONGEST_WORD]
    return " ".join(words)


def matches(words: str) -> ColumnElement[bool]:
    """All of the words, the beginnings of words too; or a part of a title."""
    if not _words(words):
        return in_title(words)
    return or_(PostRow.search.op("@@")(_query_of(words)), in_title(words))


def in_title(words: str, title: SQLColumnExpression[str] = PostRow.title) -> ColumnElement[bool]:
    return title.icontains(words.strip().replace("\0", ""), autoescape=True)


def has_stems(words: str) -> Select[bool]:
    """Whether there is anything to look up in an index: there is not in mere signs, or in `the`."""
    return select(func.numnode(_query_of(words)) > 0)


def listed_matches(author: UserId, words: str) -> ColumnElement[bool]:
    """All of the words, in what is the author's; for words that have stems."""
    authors = cast(literal(f"'@{author}'"), TSQUERY)
    return AUTHORED.op("@@")(_query_of(words).op("&&")(authors))


def _query_of(words: str) -> ColumnElement[Any]:
    found = " & ".join(f"'{word[:_LONGEST_WORD]}':*" for word in _words(words))
    return func.to_tsquery(_STEMS, literal(found))


def _words(text: str) -> list[str]:
    """Postgres would take `os.path` for a host and `<b>` for a tag, and find no part of them."""
    pieces = _NORMALIZED_AT_ONCE.findall(text)
    return [word for piece in pieces for word in _WORD.findall(normalize("NFC", piece))]
