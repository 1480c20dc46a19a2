"""`/`: what Postebin is."""

from aiohttp import web

from web_viewer.answers import html_page
from web_viewer.templates import render
from web_viewer.words import words_for


async def show_landing(request: web.Request) -> web.Response:
    words = words_for(request)
    return html_page(request, render("landing.html", words), words.language)
