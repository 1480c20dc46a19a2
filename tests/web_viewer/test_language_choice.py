"""The language that a reader chooses at the foot of a page."""

import re
from http.cookies import SimpleCookie

import pytest
from aiohttp.test_utils import make_mocked_request

from kernel.settings import AddressSettings
from posts.models import Terms, Visibility
from tests.web_viewer.reader import Answer, Reader
from web_viewer.application import create_application
from web_viewer.reader_language import language_of
from web_viewer.server import serving
from web_viewer.settings import ViewerSettings

ENGLISH, RUSSIAN = "Sent from Telegram", "Отправлено из Telegram"


def way_to(language: str, page: Answer) -> str:
    """Return the address of the same page in another language."""
    found = re.search(rf'<a href="([^"]*)" lang="{language}"', page.text)
    assert found, page.text
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize(
    ("query", "cookie", "header", "language"),
    [
        ("", None, None, "en"),
        ("", None, "ru-RU,ru;q=0.9", "ru"),
        ("", "ru", "en", "ru"),
        ("", "en", "ru", "en"),
        ("?language=ru", None, "en", "ru"),
        ("?language=en", "ru", "ru", "en"),
        ("?language=de", "ru", "en", "ru"),
        ("?language=", "tlh", "ru", "ru"),
        ("?language=ru&language=en", None, None, "ru"),
        ("", "ru; x", "en", "ru"),
    ],
)
def test_the_query_goes_before_the_cookie_and_the_cookie_before_the_header(query, cookie, header, language):
    headers = {"Cookie": f"language={cookie}" if cookie else "", "Accept-Language": header or ""}
    assert language_of(make_mocked_request("GET", f"/{query}", headers)) == language


async def test_the_page_comes_in_the_chosen_language_and_sets_a_cookie(reader):
    page = await reader.get("/?language=ru", Accept_Language="en")
    assert RUSSIAN in page.words
    assert page.headers["Content-Language"] == "ru"
    kept = SimpleCookie(page.headers["Set-Cookie"])["language"]
    assert kept.value == "ru"
    assert (kept["max-age"], kept["path"], kept["samesite"]) == (str(365 * 24 * 3600), "/", "Lax")
    assert kept["httponly"]
    assert not kept["domain"]


@pytest.mark.parametrize(("scheme", "secure"), [("https", True), ("http", False)])
async def test_where_the_site_is_https_the_choice_travels_by_it_only(house, viewer_settings, scheme, secure):
    settings = ViewerSettings(
        viewer_settings.database,
        viewer_settings.redis,
        viewer_settings.storage,
        viewer_settings.secrets,
        AddressSettings(public_url=f"{scheme}://paste.example"),
    )
    serves = serving(create_application(settings), "127.0.0.1", 0)
    async with serves as port, Reader(f"http://127.0.0.1:{port}") as reader:
        page = await reader.get("/?language=ru")
    assert bool(SimpleCookie(page.headers["Set-Cookie"])["language"]["secure"]) is secure


@pytest.mark.parametrize("path", ["/", "/?language=de", "/?language=", "/robots.txt?language=ru"])
async def test_without_a_choice_no_cookie_is_set(reader, path):
    assert "Set-Cookie" not in (await reader.get(path, Cookie="language=ru")).headers


@pytest.mark.parametrize("what", ["raw", "download", "history/1/raw"])
async def test_a_text_as_it_was_sent_has_no_language(program, reader, what):
    answer = await reader.get(f"/{program.url}/{what}?language=ru")
    assert answer.status == 200
    assert "Set-Cookie" not in answer.headers


async def test_caches_learn_that_the_cookie_matters(program, reader):
    for path in ("/", "/alice", f"/{program.url}", f"/{program.url}/history", "/nobody"):
        varies = {name.strip() for name in (await reader.get(path)).headers["Vary"].split(",")}
        assert {"Accept-Language", "Cookie"} <= varies, path


async def test_each_language_is_cached_as_a_page_of_its_own(program, reader):
    path = f"/{program.url}"
    english = await reader.get(path, Cookie="language=en")
    russian = await reader.get(path, Cookie="language=ru")
    again = await reader.get(path, Cookie="language=en", If_None_Match=russian.headers["ETag"])
    assert ENGLISH in english.words
    assert RUSSIAN in russian.words
    assert (again.status, again.body) == (200, english.body)
    assert (await reader.get(f"{path}?language=ru")).body == russian.body


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/alice",
        "/alice/f.py",
        "/alice/note.md",
        "/alice/note.md?view=source",
        "/alice/f.py/history",
        "/alice/f.py/history/2",
        "/alice/f.py/history/2?view=split",
        "/alice/f.py/history/2?view=text",
        "/alice/once",
        "/nobody",
        "/alice/none",
    ],
)
async def test_the_foot_of_every_page_leads_to_the_same_page_in_the_other_language(
    alice, program, reader, path
):
    await alice.publishes("Some **words**.", "note.md")
    await alice.publishes("text", "once", terms=Terms(burn_after_read=True))
    here = await reader.get(path)
    there = way_to("ru", here)
    there = path.partition("?")[0] + there if there.startswith("?") else there
    translated = await reader.get(there)
    assert translated.status == here.status
    assert there == path + ("&" if "?" in path else "?") + "language=ru"
    assert RUSSIAN in translated.words
    assert tags(translated) == tags(here)


def tags(page: Answer) -> list[str]:
    """Return the tags of a page, which do not depend on the language."""
    return re.findall(r"<(\w+)", page.text.partition("<main")[2].partition("</main>")[0])


async def test_links_to_languages_keep_the_page_number(alice, reader):
    post = await alice.publishes("0", "counter")
    await alice.revises(post, *map(str, range(1, 30)))
    page = await reader.get(f"/{post.url}/history?page=2")
    assert way_to("ru", page) == f"/{post.url}/history?page=2&language=ru"


async def test_so_is_the_key_of_a_private_paste(alice, reader):
    post = await alice.makes(await alice.publishes("mine", "diary"), Visibility.PRIVATE)
    key = alice.key_to(post)
    page = await reader.get(f"/{post.url}?key={key}")
    there = way_to("ru", page)
    translated = await reader.get(there)
    assert RUSSIAN in translated.words
    assert translated.listing == "mine"
    assert translated.headers["Cache-Control"] == "no-store"


async def test_what_could_be_read_once_cannot_be_asked_for_in_another_language(alice, reader):
    post = await alice.publishes("secret", "once", terms=Terms(burn_after_read=True))
    page = await reader.presses(f"/{post.url}")
    assert page.listing == "secret"
    assert "language=ru" not in page.text
