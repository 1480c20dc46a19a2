"""Queries on what everybody may find; each reads an index as far as the page needs, however much there is."""

from typing import Final, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from auth.models import UserId
from posts.models import Cursor, ListedPage, Post
from posts.pastes.repository import LIVE
from posts.pastes.rows import post_of
from posts.pastes.search import has_stems, in_title, listed_matches
from posts.pastes.tables import LISTED, PostRow

# Signs such as `->` are in no index: so many titles are looked through for them.
_TITLES_READ: Final = 10_000
_LAST_ID: Final = 2**63 - 1
Columns = TypeVarTuple("Columns")


class ListedRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def some(self, author: UserId, cursor: Cursor | None, words: str, limit: int) -> list[Post]:
        """The newest first, but for a cursor to what is newer: then the oldest."""
        if words and await self._session.scalar(has_stems(words)):
            query = _found(author, cursor, words)
        elif words:
            query = _titled(author, cursor, words)
        else:
            query = _listed(select(PostRow), author, cursor)
        rows = await self._session.scalars(query.where(LIVE).limit(limit))
        return [post_of(row) for row in rows]


def _listed(query: Select[*Columns], author: UserId, cursor: Cursor | None) -> Select[*Columns]:
    """By pairs: with `created_by = …`, Postgres would now and then go through everybody's pastes by their ids
    until it has met enough of the author's."""
    low, high = _between(cursor)
    place = tuple_(PostRow.created_by, PostRow.id)
    listed = query.where(
        LISTED,
        place > tuple_(literal(author), literal(low)),
        place < tuple_(literal(author), literal(high)),
    )
    return listed.order_by(*_in_order(cursor, PostRow.created_by, PostRow.id))


def _found(author: UserId, cursor: Cursor | None, words: str) -> Select[PostRow]:
    """Postgres chooses: rare words by their index, frequent ones by looking through the newest pastes."""
    low, high = _between(cursor)
    place = and_(PostRow.id > low, PostRow.id < high) if cursor else LISTED
    query = select(PostRow).where(PostRow.created_by == author, LISTED, place, listed_matches(author, words))
    return query.order_by(*_in_order(cursor, PostRow.id))


def _titled(author: UserId, cursor: Cursor | None, words: str) -> Select[PostRow]:
    some = _listed(select(PostRow.id, PostRow.title), author, cursor).limit(_TITLES_READ).subquery()
    found = select(some.c.id).where(in_title(words, some.c.title))
    return select(PostRow).where(PostRow.id.in_(found)).order_by(*_in_order(cursor, PostRow.id))


def _between(cursor: Cursor | None) -> tuple[int, int]:
    if cursor is None:
        return 0, _LAST_ID
    return (0, cursor.post) if cursor.older else (cursor.post, _LAST_ID)


def _in_order(cursor: Cursor | None, *columns: InstrumentedAttribute[int]) -> list[ColumnElement[int]]:
    is_backwards = cursor is None or cursor.older
    return [column.desc() if is_backwards else column.asc() for column in columns]


class Listing:
    def __init__(self, listed: ListedRepository) -> None:
        self._listed = listed

    async def listed_page(
        self, author: UserId, size: int, cursor: Cursor | None = None, words: str = ""
    ) -> ListedPage:
        """The newest, or what is at the cursor; with all these words in their title or text."""
        found = await self._listed.some(author, cursor, words, size + 1)
        has_more, posts = len(found) > size, found[:size]
        if cursor and not cursor.older:
            posts.reverse()
        goes_on_newer, goes_on_older = (
            (False, has_more) if cursor is None else (True, has_more) if cursor.older else (has_more, True)
        )
        return ListedPage(
            posts,
            Cursor(posts[0].id, older=False) if posts and goes_on_newer else None,
            Cursor(posts[-1].id) if posts and goes_on_older else None,
        )
