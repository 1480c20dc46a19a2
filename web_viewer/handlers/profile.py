"""`/{username}`: a person's public pastes, newest first."""

import re
from typing import Final

from aiohttp import web

from posts.models import Visibility
from web_viewer.answers import html_page
from web_viewer.rooms import open_rooms
from web_viewer.templates import render
from web_viewer.words import words_for

PASTES_ON_A_PAGE: Final = 30
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}")


async def show_profile(request: web.Request) -> web.Response:
    number = _page_number(request)
    async with open_rooms(request.app) as rooms:
        user = await rooms.accounts.find(request.match_info["username"])
        page = await rooms.posts.page_of(user.id, number - 1, PASTES_ON_A_PAGE, Visibility.PUBLIC)
    if number > 1 and not page.posts:
        raise web.HTTPNotFound
    words = words_for(request)
    rendered = render("profile.html", words, user=user, page=page, number=number)
    return html_page(request, rendered, words.language)


def _page_number(request: web.Request) -> int:
    """From 1, as in the address. Raises HTTPNotFound."""
    wanted = request.query.get("page", "1")
    if not _NUMBER.fullmatch(wanted):
        raise web.HTTPNotFound
    return int(wanted)
