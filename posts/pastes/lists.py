"""Lists of an author's public pastes. Each query reads no more of an index than one page needs."""

from typing import Final, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from auth.models import UserId
from posts.models import Cursor, ListedPage, Post
from posts.pastes.repository import LIVE, post_of
from posts.pastes.search import has_stems, in_title, listed_matches
from posts.pastes.tables import LISTED, PostRow

# A search for punctuation such as `->` reads titles, for it is in no index.
_TITLES_SEARCHED: Final = 10_000
_LAST_ID: Final = 2**63 - 1
Columns = TypeVarTuple("Columns")


class Listing:
    """Lists the public pastes of an author, without those to be read once, for the viewer."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def listed_page(
        self, author: UserId, size: int, cursor: Cursor | None = None, words: str = ""
    ) -> ListedPage:
        """Return the newest pastes, or those at the cursor, with all these words in their title or text.

        Words without stems, such as `->` or `the`, are looked for in titles only, of the next 10,000 pastes.
        """
        found = await self._page(author, cursor, words, size + 1)
        has_more, posts = len(found) > size, found[:size]
        if cursor and not cursor.older:
            posts.reverse()
        has_newer, has_older = (
            (False, has_more) if cursor is None else (True, has_more) if cursor.older else (has_more, True)
        )
        return ListedPage(
            posts,
            Cursor(posts[0].id, older=False) if posts and has_newer else None,
            Cursor(posts[-1].id) if posts and has_older else None,
        )

    async def _page(self, author: UserId, cursor: Cursor | None, words: str, limit: int) -> list[Post]:
        """Return the pastes next to the cursor: the newest first, but the oldest first for a newer page."""
        if words and await self._session.scalar(has_stems(words)):
            query = _with_words(author, cursor, words)
        elif words:
            query = _with_title(author, cursor, words)
        else:
            query = _listed(select(PostRow), author, cursor)
        rows = await self._session.scalars(query.where(LIVE).limit(limit))
        return [post_of(row) for row in rows]


def _listed(query: Select[*Columns], author: UserId, cursor: Cursor | None) -> Select[*Columns]:
    # Comparing pairs keeps Postgres on the index of author and id. With `created_by = …` it sometimes scans
    # everybody's pastes by id instead.
    low, high = _id_bounds(cursor)
    place = tuple_(PostRow.created_by, PostRow.id)
    listed = query.where(
        LISTED,
        place > tuple_(literal(author), literal(low)),
        place < tuple_(literal(author), literal(high)),
    )
    return listed.order_by(*_ordering(cursor, PostRow.created_by, PostRow.id))


def _with_words(author: UserId, cursor: Cursor | None, words: str) -> Select[PostRow]:
    # Postgres takes the index of words for rare words, and scans the newest pastes for frequent ones.
    low, high = _id_bounds(cursor)
    place = and_(PostRow.id > low, PostRow.id < high) if cursor else LISTED
    query = select(PostRow).where(PostRow.created_by == author, LISTED, place, listed_matches(author, words))
    return query.order_by(*_ordering(cursor, PostRow.id))


def _with_title(author: UserId, cursor: Cursor | None, words: str) -> Select[PostRow]:
    some = _listed(select(PostRow.id, PostRow.title), author, cursor).limit(_TITLES_SEARCHED).subquery()
    found = select(some.c.id).where(in_title(words, some.c.title))
    return select(PostRow).where(PostRow.id.in_(found)).order_by(*_ordering(cursor, PostRow.id))


def _id_bounds(cursor: Cursor | None) -> tuple[int, int]:
    if cursor is None:
        return 0, _LAST_ID
    return (0, cursor.post) if cursor.older else (cursor.post, _LAST_ID)


def _ordering(cursor: Cursor | None, *columns: InstrumentedAttribute[int]) -> list[ColumnElement[int]]:
    is_backwards = cursor is None or cursor.older
    return [column.desc() if is_backwards else column.asc() for column in columns]
