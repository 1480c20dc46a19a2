"""`/{username}`: the public pastes of a person, newest first, and a search in them."""

import re
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlencode

from aiohttp import web

from auth.models import Username
from posts.models import Cursor, PostId
from web_viewer.connections import BOT_ADDRESS, SESSIONS, SETTINGS
from web_viewer.http.responses import html_page
from web_viewer.reader_language import words_for
from web_viewer.services import open_services
from web_viewer.templates import render

PASTES_ON_A_PAGE: Final = 30
_ID: Final = re.compile(r"[1-9][0-9]{0,17}")
_MAX_SEARCH_CHARACTERS: Final = 100


@dataclass(frozen=True, slots=True)
class _ProfileQuery:
    """A page of a list or of search results: `/alice?before=1&q=words`. A call returns another path."""

    username: Username
    words: str
    cursor: Cursor | None

    @classmethod
    def of(cls, request: web.Request) -> Self:
        """Raises HTTPNotFound for an invalid cursor."""
        return cls(Username(request.match_info["username"]), _words_in(request), _cursor_in(request))

    def __call__(self, cursor: Cursor | None = None) -> str:
        search = {"q": self.words} if self.words else {}
        position = {"before" if cursor.older else "after": cursor.post} if cursor else {}
        parameters = {**search, **position}
        return f"/{self.username}?{urlencode(parameters)}" if parameters else f"/{self.username}"


async def show_profile(request: web.Request) -> web.Response:
    """Send a page of the list. Redirects to the first page from one that is empty or has become the first."""
    query, app = _ProfileQuery.of(request), request.app
    async with open_services(app) as services:
        user = await services.accounts.find(query.username)
        page = await services.listing.listed_page(user.id, PASTES_ON_A_PAGE, query.cursor, query.words)
        followers = await services.subscriptions.follower_count(user.id)
    # The first page has one address only; a page that has no pastes any more leads to it.
    if query.cursor and (not page.posts or page.newer is None):
        raise web.HTTPSeeOther(query())
    words = words_for(request)
    rendered = render(
        "profile.html",
        words,
        here=query(query.cursor),
        base=app[SETTINGS].address.public_url,
        bot=await app[BOT_ADDRESS].address(app[SESSIONS]),
        followers=followers,
        page=page,
        user=user,
        query=query,
    )
    return html_page(request, rendered, words.language)


def _words_in(request: web.Request) -> str:
    # Lone surrogates and NUL cannot be stored in Postgres.
    words = request.query.get("q", "").encode(errors="ignore").decode(errors="ignore")
    return " ".join(words.replace("\0", "").split())[:_MAX_SEARCH_CHARACTERS]


def _cursor_in(request: web.Request) -> Cursor | None:
    for name in ("before", "after"):
        if name in request.query:
            if not _ID.fullmatch(request.query[name]):
                raise web.HTTPNotFound
            return Cursor(PostId(int(request.query[name])), older=name == "before")
    return None
