"""`/{username}`: a person's public pastes, newest first."""

from typing import Final

from aiohttp import web

from web_viewer.answers import html_page
from web_viewer.page_numbers import page_number
from web_viewer.rooms import open_rooms
from web_viewer.templates import render
from web_viewer.words import words_for

PASTES_ON_A_PAGE: Final = 30


async def show_profile(request: web.Request) -> web.Response:
    number = page_number(request)
    async with open_rooms(request.app) as rooms:
        user = await rooms.accounts.find(request.match_info["username"])
        page = await rooms.posts.listed_page_of(user.id, number - 1, PASTES_ON_A_PAGE)
    if number > 1 and not page.posts:
        raise web.HTTPNotFound
    words = words_for(request)
    rendered = render("profile.html", words, user=user, page=page, number=number)
    return html_page(request, rendered, words.language)
