"""A page of another site cannot submit the form of a paste that can be read once."""

import pytest

from posts.models import Post, Terms
from tests.web_viewer.authors import Author

SECRET = "correct horse battery staple"


@pytest.fixture
async def letter(alice: Author) -> Post:
    return await alice.publishes(SECRET, "letter", terms=Terms(burn_after_read=True))


_FROM_ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1"},
]


@pytest.mark.parametrize("what", ["", "/raw", "/download"])
async def test_another_site_cannot_press(letter, reader, what):
    for headers in _FROM_ELSEWHERE:
        page = await reader.asks("POST", f"/{letter.url}{what}", headers)
        assert page.status == 403, headers
        assert "Another site tried to open this" in page.words, headers
        assert SECRET not in page.text, headers
    assert (await reader.presses(f"/{letter.url}")).status == 200


async def test_another_site_is_refused_in_russian_too(letter, reader):
    page = await reader.presses(f"/{letter.url}", Sec_Fetch_Site="cross-site", Accept_Language="ru")
    assert "Это пытался открыть другой сайт" in page.words


@pytest.mark.parametrize("site", ["same-origin", "none", None])
@pytest.mark.parametrize("with_origin", [True, False])
async def test_our_own_page_and_a_program_can_press(letter, reader, site, with_origin):
    headers = {"Origin": reader.base} if with_origin else {}
    if site:
        headers["Sec-Fetch-Site"] = site
    assert (await reader.asks("POST", f"/{letter.url}", headers)).status == 200


async def test_its_page_lets_browsers_tell_where_the_press_comes_from(letter, reader):
    assert (await reader.get(f"/{letter.url}")).headers["Referrer-Policy"] == "same-origin"
    assert (await reader.presses(f"/{letter.url}")).headers["Referrer-Policy"] == "no-referrer"
