"""Private pastes are hidden from everybody, and their author reads them with a key from the bot."""

import re
from itertools import product

import pytest

from posts.models import Post, Terms, Visibility
from tests.posts.cached_pages import cached_variants
from tests.web_viewer.authors import Author
from tests.web_viewer.reader import Answer

TITLE, BODY = "my diary", "nobody else knows\n"
EVERYWHERE = ["", "/raw", "/download", "/history", "/history/1", "/history/2", "/history/1/raw"]
PRIVATE = Terms(visibility=Visibility.PRIVATE)


@pytest.fixture
async def diary(alice: Author) -> Post:
    return await alice.revises(await alice.publishes("first", TITLE, terms=PRIVATE), BODY)


def same_answer(one: Answer, other: Answer) -> bool:
    def headers(answer: Answer) -> dict[str, str]:
        return {name: value for name, value in answer.headers.items() if name != "Date"}

    return (one.status, headers(one), one.body) == (other.status, headers(other), other.body)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
async def test_without_its_key_it_looks_like_what_never_was(diary, reader, method):
    for what, query in product(
        ["", "/raw", "/download", "/history", "/history/1"], ["", "?key=", "?key=1.2", "?a=b"]
    ):
        there = await reader.asks(method, f"/{diary.url}{what}{query}")
        never = await reader.asks(method, f"/alice/never{what}{query}")
        assert same_answer(there, never), what + query
        assert there.status == (405 if method == "POST" and "history" in what else 404), what + query


async def test_its_key_opens_all_of_it(alice, diary, reader):
    for what in EVERYWHERE:
        answer = await reader.get(f"/{diary.url}{what}?key={alice.key_to(diary)}")
        assert answer.status == 200, what
        assert any(said in answer.text for said in (BODY.strip(), "first", "Version 1")), what


async def test_a_page_opened_by_a_key_is_neither_cached_nor_indexed(alice, diary, reader, redis):
    for what in EVERYWHERE:
        answer = await reader.get(f"/{diary.url}{what}?key={alice.key_to(diary)}")
        assert answer.headers["Cache-Control"] == "no-store", what
        assert answer.headers["X-Robots-Tag"] == "noindex", what
        assert answer.headers["Referrer-Policy"] == "no-referrer", what
        assert "og:description" not in answer.text, what
        assert await cached_variants(redis) == set(), what
        assert (await reader.get(f"/{diary.url}{what}")).status == 404, what


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


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["This link no longer works", "get a new link from the bot"]),
        ("ru", ["Ссылка больше не работает", "попросите у бота новую"]),
    ],
)
async def test_a_key_whose_time_is_over_says_where_to_get_another(alice, diary, reader, language, words):
    old = alice.key_to(diary, minutes=-1)
    for what in EVERYWHERE:
        page = await reader.get(f"/{diary.url}{what}?key={old}", Accept_Language=language)
        assert page.status == 404, what
        assert page.headers["Cache-Control"] == "no-store", what
        assert all(said in page.words for said in words), what
        assert TITLE not in page.text, what


async def test_a_key_that_never_was_opens_nothing(diary, reader):
    for key in ("", "x", "1.2", "%00", "%ff", "9" * 5_000, "%D9%A3.%D9%A3", "'%20OR%201=1", "1&key=2"):
        page = await reader.get(f"/{diary.url}?key={key}")
        assert page.status == 404, key
        assert "This link no longer works" in page.words, key


async def test_the_key_of_another_paste_opens_nothing(alice, diary, reader):
    other = await alice.publishes("other", "other diary", terms=PRIVATE)
    assert (await reader.get(f"/{diary.url}?key={alice.key_to(other)}")).status == 404


async def test_its_page_says_that_nobody_else_reads_it(alice, diary, reader):
    path = f"/{diary.url}?key={alice.key_to(diary)}"
    assert "Only you can see this." in (await reader.get(path)).words
    assert "Это видите только вы." in (await reader.get(path, Accept_Language="ru")).words


async def test_a_key_does_nothing_to_what_everybody_reads(alice, reader):
    post = await alice.publishes("public", "note")
    page = await reader.get(f"/{post.url}?key={alice.key_to(post)}")
    assert page.listing == "public"
    assert "key=" not in page.text
    assert "Only you" not in page.words
    assert page.headers["Cache-Control"] == "no-store"


async def test_a_cached_page_is_not_shown_once_the_paste_is_private(alice, reader):
    post = await alice.publishes("public", "note")
    tag = (await reader.get(f"/{post.url}")).headers["ETag"]
    await alice.makes(post, Visibility.PRIVATE)
    assert (await reader.get(f"/{post.url}", If_None_Match=tag)).status == 404


async def test_a_key_works_on_after_a_new_name(alice, diary, reader):
    key = alice.key_to(diary)
    new = await alice.renames(diary, "journal")
    assert (await reader.get(f"/{diary.url}")).status == 404
    moved = await reader.get(f"/{diary.url}/raw?key={key}")
    assert (moved.status, moved.headers["Location"]) == (301, f"/{new.url}/raw?key={key}")
    assert moved.headers["Cache-Control"] == "no-store"
    assert (await reader.get(moved.headers["Location"])).text == BODY


async def test_a_key_tells_what_became_of_its_paste(alice, diary, reader):
    key = alice.key_to(diary)
    await alice.deletes(diary)
    page = await reader.get(f"/{diary.url}?key={key}")
    assert page.status == 410
    assert "This paste was deleted" in page.words
    assert (await reader.get(f"/{diary.url}")).status == 404


async def test_it_is_on_no_list(diary, reader):
    assert TITLE not in (await reader.get("/alice")).text


@pytest.fixture
async def once(alice: Author) -> Post:
    terms = Terms(visibility=Visibility.PRIVATE, burn_after_read=True)
    return await alice.publishes(BODY, TITLE, terms=terms)


async def test_one_to_be_read_once_needs_the_key_to_be_asked_about(alice, once, reader):
    assert (await reader.get(f"/{once.url}")).status == 404
    page = await reader.get(f"/{once.url}?key={alice.key_to(once)}")
    assert "You can open this only once" in page.words
    assert BODY.strip() not in page.text
    assert TITLE not in page.text


@pytest.mark.parametrize("what", ["/raw", "/download", "/history", "/history/1"])
async def test_all_of_it_leads_to_its_page_with_the_key(alice, once, reader, what):
    key = alice.key_to(once)
    answer = await reader.get(f"/{once.url}{what}?key={key}")
    assert (answer.status, answer.headers["Location"]) == (303, f"/{once.url}?key={key}")


@pytest.mark.parametrize("query", ["", "?key=1.2"])
async def test_a_press_without_the_key_opens_nothing(alice, once, reader, query):
    assert (await reader.presses(f"/{once.url}{query}")).status == 404
    assert (await reader.presses(f"/{once.url}?key={alice.key_to(once)}")).listing == BODY


async def test_the_buttons_of_its_page_open_it(alice, once, reader):
    page = await reader.get(f"/{once.url}?key={alice.key_to(once)}")
    actions = re.findall(r'(?:action|formaction)="([^"]+)"', page.text)
    assert len(actions) == 2
    assert (await reader.presses(actions[1])).body == BODY.encode()
    # That there was something here is nobody's business any more; its author has heard of it in the chat.
    assert (await reader.presses(actions[0])).status == 404
