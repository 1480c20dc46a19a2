"""The language of a page: by the reader's headers, or chosen at the foot of a page."""

import re
from dataclasses import replace
from http.cookies import SimpleCookie

from aiohttp.test_utils import make_mocked_request

from kernel.settings import AddressSettings
from posts.models import Terms, Visibility
from tests.web_viewer.reader import Answer, Reader
from web_viewer.application import create_application
from web_viewer.reader_language import language_of
from web_viewer.server import serving

ENGLISH, RUSSIAN = "Sent from Telegram", "Отправлено из Telegram"


def way_to(language: str, page: Answer) -> str:
    """Return the address of the same page in another language."""
    found = re.search(rf'<a href="([^"]*)" lang="{language}"', page.text)
    assert found, page.text
    return found[1].replace("&amp;", "&")


def asked(query: str, cookie: str | None, header: str) -> str:
    headers = {"Cookie": f"language={cookie}" if cookie else "", "Accept-Language": header}
    return language_of(make_mocked_request("GET", f"/{query}", headers))


def test_the_query_goes_before_the_cookie_and_the_cookie_before_the_header():
    for query, cookie, header, language in (
        ("", None, "", "en"),
        ("", None, "ru-RU,ru;q=0.9", "ru"),
        ("", "ru", "en", "ru"),
        ("", "en", "ru", "en"),
        ("?language=ru", None, "en", "ru"),
        ("?language=en", "ru", "ru", "en"),
        ("?language=de", "ru", "en", "ru"),
        ("?language=", "tlh", "ru", "ru"),
        ("?language=ru&language=en", None, "", "ru"),
        ("", "ru; x", "en", "ru"),
    ):
        assert asked(query, cookie, header) == language, (query, cookie, header)


def test_the_best_language_of_the_header_is_chosen():
    for header, language in {
        "ru": "ru",
        "RU-ru": "ru",
        "en": "en",
        "de": "en",
        "de, ru;q=0.1": "ru",
        "ru, en": "ru",
        "en, ru": "en",
        "en;q=0.8, ru;q=0.9": "ru",
        "ru;q=0.8,en;q=0.9": "en",
        "ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7": "ru",
        "ru;q=0, en;q=0.1": "en",
        "en;q=0": "en",
        "en;q=0, *": "ru",
        "*": "en",
        "*;q=0.5, ru;q=0.4": "en",
        "*;q=0.5, ru;q=0.6": "ru",
        "ru ; q=1.000 , en": "ru",
        "ru;q=2, en;q=0.5": "en",
        "ru;q=0.1234": "en",
        ";;,,=": "en",
        "rus": "en",
    }.items():
        assert asked("", None, header) == language, header


async def test_a_chosen_language_sets_a_cookie_that_is_secure_where_the_site_is(house, viewer_settings):
    for scheme in ("https", "http"):
        settings = replace(viewer_settings, address=AddressSettings(public_url=f"{scheme}://paste.example"))
        serves = serving(create_application(settings), "127.0.0.1", 0)
        async with serves as port, Reader(f"http://127.0.0.1:{port}") as reader:
            page = await reader.get("/?language=ru", Accept_Language="en")
        assert RUSSIAN in page.words
        assert page.headers["Content-Language"] == "ru"
        cookie = SimpleCookie(page.headers["Set-Cookie"])["language"]
        assert cookie.value == "ru"
        assert (cookie["max-age"], cookie["path"], cookie["samesite"]) == (str(365 * 24 * 3600), "/", "Lax")
        assert cookie["httponly"]
        assert not cookie["domain"]
        assert bool(cookie["secure"]) is (scheme == "https")


async def test_without_a_choice_and_with_raw_texts_no_cookie_is_set(program, reader):
    raw = [f"/{program.url}/{what}?language=ru" for what in ("raw", "download", "history/1/raw")]
    for path in ("/", "/?language=de", "/?language=", "/robots.txt?language=ru", *raw):
        answer = await reader.get(path, Cookie="language=ru")
        assert answer.status == 200
        assert "Set-Cookie" not in answer.headers, path


async def test_each_language_is_cached_as_a_page_of_its_own(program, reader):
    path = f"/{program.url}"
    english = await reader.get(path, Cookie="language=en")
    russian = await reader.get(path, Cookie="language=ru")
    again = await reader.get(path, Cookie="language=en", If_None_Match=russian.headers["ETag"])
    assert ENGLISH in english.words
    assert RUSSIAN in russian.words
    assert (again.status, again.body) == (200, english.body)
    assert (await reader.get(f"{path}?language=ru")).body == russian.body


async def test_the_foot_of_every_page_links_to_the_same_page_in_the_other_language(alice, program, reader):
    def tags(page: Answer) -> list[str]:
        return re.findall(r"<(\w+)", page.text.partition("<main")[2].partition("</main>")[0])

    await alice.publishes("Some **words**.", "note.md")
    await alice.publishes("text", "once", terms=Terms(burn_after_read=True))
    counter = await alice.revises(await alice.publishes("0", "counter"), *map(str, range(1, 27)))
    history = ("", "/2", "/2?view=split", "/2?view=text")
    for path in (
        *("/", "/alice", "/alice/f.py", "/alice/note.md", "/alice/note.md?view=source", "/alice/once"),
        *("/nobody", "/alice/none", *(f"/alice/f.py/history{what}" for what in history)),
        f"/{counter.url}/history?page=2",
    ):
        here = await reader.get(path)
        assert {"Accept-Language", "Cookie"} <= set(here.headers["Vary"].split(", ")), path
        there = way_to("ru", here)
        there = path.partition("?")[0] + there if there.startswith("?") else there
        assert there == path + ("&" if "?" in path else "?") + "language=ru"
        translated = await reader.get(there)
        assert translated.status == here.status
        assert RUSSIAN in translated.words
        assert tags(translated) == tags(here)


async def test_links_to_languages_keep_the_key_and_are_missing_on_a_burned_paste(alice, reader):
    post = await alice.makes(await alice.publishes("mine", "diary"), Visibility.PRIVATE)
    translated = await reader.get(way_to("ru", await reader.get(f"/{post.url}?key={alice.key_to(post)}")))
    assert RUSSIAN in translated.words
    assert translated.listing == "mine"
    assert translated.headers["Cache-Control"] == "no-store"
    once = await alice.publishes("secret", "once", terms=Terms(burn_after_read=True))
    page = await reader.presses(f"/{once.url}")
    assert page.listing == "secret"
    assert "language=ru" not in page.text
