"""Private pastes are hidden from everybody, and their author reads them with a key from the bot."""

import re
from itertools import product

import pytest

from posts.models import Terms, Visibility
from tests.posts.cached_pages import cached_variants
from tests.web_viewer.reader import Answer

TITLE, BODY = "my diary", "nobody else knows\n"
EVERYWHERE = ["", "/raw", "/download", "/history", "/history/1", "/history/2", "/history/1/raw"]
PRIVATE = Terms(visibility=Visibility.PRIVATE)


@pytest.fixture
async def diary(alice):
    return await alice.revises(await alice.publishes("first", TITLE, terms=PRIVATE), BODY)


@pytest.fixture
async def once(alice):
    terms = Terms(visibility=Visibility.PRIVATE, burn_after_read=True)
    return await alice.publishes(BODY, TITLE, terms=terms)


def contents(answer: Answer) -> tuple[int, dict[str, str], bytes]:
    headers = {name: value for name, value in answer.headers.items() if name != "Date"}
    return answer.status, headers, answer.body


async def test_without_its_key_it_looks_like_a_paste_that_never_existed(diary, reader):
    under = ["", "/raw", "/download", "/history", "/history/1"]
    for method, what, query in product(["GET", "HEAD", "POST"], under, ["", "?key=", "?key=1.2", "?a=b"]):
        there = await reader.asks(method, f"/{diary.url}{what}{query}")
        never = await reader.asks(method, f"/alice/never{what}{query}")
        assert contents(there) == contents(never), what + query
        assert there.status == (405 if method == "POST" and "history" in what else 404), what + query
    assert TITLE not in (await reader.get("/alice")).text


async def test_its_key_opens_all_of_it_and_nothing_is_cached_or_indexed(alice, diary, reader, redis):
    for what in EVERYWHERE:
        answer = await reader.get(f"/{diary.url}{what}?key={alice.key_to(diary)}")
        assert answer.status == 200, what
        assert any(text in answer.text for text in (BODY.strip(), "first", "Version 1")), what
        assert answer.headers["Cache-Control"] == "no-store", what
        assert answer.headers["X-Robots-Tag"] == "noindex", what
        assert answer.headers["Referrer-Policy"] == "no-referrer", what
        assert "og:description" not in answer.text, what
        assert await cached_variants(redis) == set(), what
        assert (await reader.get(f"/{diary.url}{what}")).status == 404, what
    path = f"/{diary.url}?key={alice.key_to(diary)}"
    assert "This paste is private." in (await reader.get(path)).words
    assert "Личная запись." in (await reader.get(path, Accept_Language="ru")).words


async def test_every_link_on_its_pages_keeps_the_key_and_works(alice, diary, reader):
    key = alice.key_to(diary)
    for what in ("", "/history", "/history/1", "/history/2", "/history/2?view=split"):
        page = await reader.get(f"/{diary.url}{what}{'&' if '?' in what else '?'}key={key}")
        links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*)"', page.text)]
        to_it = [link for link in links if diary.url in link]
        assert len(to_it) >= 3, what
        for link in to_it:
            assert f"key={key}" in link
            assert (await reader.get(link)).status == 200, link
        assert not any("key=" in link for link in links if diary.url not in link), what


async def test_an_expired_key_explains_how_to_get_another(alice, diary, reader):
    old = alice.key_to(diary, minutes=-1)
    for what in EVERYWHERE:
        for language, words in (
            ("en", ["This link no longer works", "get a new link from the bot"]),
            ("ru", ["Ссылка больше не работает", "возьмите у бота новую"]),
        ):
            page = await reader.get(f"/{diary.url}{what}?key={old}", Accept_Language=language)
            assert page.status == 404, what
            assert page.headers["Cache-Control"] == "no-store", what
            assert all(text in page.words for text in words), what
            assert TITLE not in page.text, what


async def test_an_invalid_key_opens_nothing(alice, diary, reader):
    other = alice.key_to(await alice.publishes("other", "other diary", terms=PRIVATE))
    odd = ("", "x", "1.2", "%00", "%ff", "9" * 5_000, "%D9%A3.%D9%A3", "'%20OR%201=1", "1&key=2", other)
    for key in odd:
        page = await reader.get(f"/{diary.url}?key={key}")
        assert page.status == 404, key
        assert "This link no longer works" in page.words, key


async def test_a_key_has_no_effect_on_a_public_paste_which_is_hidden_when_it_becomes_private(alice, reader):
    post = await alice.publishes("public", "note")
    page = await reader.get(f"/{post.url}?key={alice.key_to(post)}")
    assert page.listing == "public"
    assert "key=" not in page.text
    assert "Only you" not in page.words
    assert page.headers["Cache-Control"] == "no-store"
    tag = (await reader.get(f"/{post.url}")).headers["ETag"]
    await alice.makes(post, Visibility.PRIVATE)
    assert (await reader.get(f"/{post.url}", If_None_Match=tag)).status == 404


async def test_a_key_works_after_a_new_name_and_says_that_the_paste_was_deleted(alice, diary, reader):
    key = alice.key_to(diary)
    new = await alice.renames(diary, "journal")
    assert (await reader.get(f"/{diary.url}")).status == 404
    moved = await reader.get(f"/{diary.url}/raw?key={key}")
    assert (moved.status, moved.headers["Location"]) == (301, f"/{new.url}/raw?key={key}")
    assert moved.headers["Cache-Control"] == "no-store"
    assert (await reader.get(moved.headers["Location"])).text == BODY
    await alice.deletes(new)
    page = await reader.get(f"/{new.url}?key={key}")
    assert page.status == 410
    assert "This paste was deleted" in page.words
    assert (await reader.get(f"/{new.url}")).status == 404


async def test_a_private_paste_to_be_read_once_is_opened_with_its_key_only(alice, once, reader):
    assert (await reader.get(f"/{once.url}")).status == 404
    key = alice.key_to(once)
    page = await reader.get(f"/{once.url}?key={key}")
    assert "You can open this only once" in page.words
    assert BODY.strip() not in page.text
    assert TITLE not in page.text
    for what in ("/raw", "/download", "/history", "/history/1"):
        answer = await reader.get(f"/{once.url}{what}?key={key}")
        assert (answer.status, answer.headers["Location"]) == (303, f"/{once.url}?key={key}")
    for query in ("", "?key=1.2"):
        assert (await reader.presses(f"/{once.url}{query}")).status == 404
    actions = re.findall(r'(?:action|formaction)="([^"]+)"', page.text)
    assert len(actions) == 2
    assert (await reader.presses(actions[1])).body == BODY.encode()
    # Without a hint that there was something here: the author gets a message in the chat.
    assert (await reader.presses(actions[0])).status == 404
