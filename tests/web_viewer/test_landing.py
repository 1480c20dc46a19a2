"""The start page."""

import pytest

from tests.web_viewer.reader import Reader


@pytest.mark.parametrize(("language", "title"), [("en", "Send a text."), ("ru", "Отправьте текст")])
async def test_the_start_page_says_what_this_is_and_what_to_do(
    reader: Reader, language: str, title: str
) -> None:
    page = await reader.get("/", Accept_Language=language)
    assert page.status == 200
    assert title in page.words
    for command in ("/my", "/follow", "/password", "/login", "/reset"):
        assert command in page.words


async def test_search_engines_are_welcome(reader: Reader) -> None:
    robots = await reader.get("/robots.txt")
    assert (robots.status, robots.text) == (200, "User-agent: *\nAllow: /\n")
    assert robots.headers["Content-Type"] == "text/plain; charset=utf-8"
