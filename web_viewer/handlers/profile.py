"""`/{username}`: a person's public pastes, newest first, and a search in them."""

import re
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlencode

from aiohttp import web

from auth.models import Username
from posts.models import Cursor, PostId
from web_viewer.connections import BOT_DOOR, SESSIONS, SETTINGS
from web_viewer.http.responses import html_page
from web_viewer.reader_language import words_for
from web_viewer.services import open_rooms
from web_viewer.templates import render

PASTES_ON_A_PAGE: Final = 30
_ID: Final = re.compile(r"[1-9][0-9]{0,17}")
_LONGEST_SEARCH: Final = 100  # characters


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page of somebody's list: `/alice?before=123&q=words`. Calling it gives the address of another one."""

    username: Username
    words: str
    cursor: Cursor | None

    @classmethod
    def of(cls, request: web.Request) -> Self:
        """Raises HTTPNotFound where the cursor is none."""
        return cls(Username(request.match_info["username"]), _words_in(request), _cursor_in(request))

    def __call__(self, cursor: Cursor | None = None) -> str:
        place = {"before" if cursor.older else "after": cursor.post} if cursor else {}
        query = {**({"q": self.words} if self.words else {}), **place}
        return f"/{self.username}?{urlencode(query)}" if query else f"/{self.username}"


async def show_profile(request: web.Request) -> web.Response:
    wanted, app = Wanted.of(request), request.app
    async with open_rooms(app) as rooms:
        user = await rooms.accounts.find(wanted.username)
        page = await rooms.listing.listed_page(user.id, PASTES_ON_A_PAGE, wanted.cursor, wanted.words)
        followers = await rooms.subscriptions.follower_count(user.id)
    # What leads back to the beginning begins there, and what is not there any more too.
    if wanted.cursor and (not page.posts or page.newer is None):
        raise web.HTTPSeeOther(wanted())
    words = words_for(request)
    rendered = render(
        "profile.html",
        words,
        here=wanted(wanted.cursor),
        base=app[SETTINGS].address.public_url,
        bot=await app[BOT_DOOR].address(app[SESSIONS]),
        followers=followers,
        page=page,
        user=user,
        wanted=wanted,
    )
    return html_page(request, rendered, words.language)


def _words_in(request: web.Request) -> str:
    """Whatever is sent as such, without what is no character."""
    sent = request.query.get("q", "").encode(errors="ignore").decode(errors="ignore")
    return " ".join(sent.replace("\0", "").split())[:_LONGEST_SEARCH]


def _cursor_in(request: web.Request) -> Cursor | None:
    for name in ("before", "after"):
        if name in request.query:
            if not _ID.fullmatch(request.query[name]):
                raise web.HTTPNotFound
            return Cursor(PostId(int(request.query[name])), older=name == "before")
    return None
