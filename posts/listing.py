"""What everybody may find of an author's: pages of it, and a search in it."""

from auth.models import UserId
from posts.models import Cursor, ListedPage
from posts.rows.listed import ListedRepository


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
