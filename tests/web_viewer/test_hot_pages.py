"""The fast path, which answers from memory, sends the same as the application."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import cycle, product

import pytest

from tests.web_viewer.reader import Answer
from tests.web_viewer.viewers import Viewer
from tests.web_viewer.wire import Wire
from web_viewer.connections import VIEW_COUNTS
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.wiring import PAGE_CACHE

# A request with a body is the application's, also where the body is empty.
SLOWLY = {"Content-Length": "0"}
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
FORMS = ("", "/raw", "?view=source")
WISHES: list[Mapping[str, str]] = [
    {},
    {"Accept-Encoding": "gzip"},
    {"Accept-Encoding": "gzip, deflate, br, zstd"},
    {"Accept-Encoding": "*;q=0"},
    {"Accept-Language": "ru-RU,ru;q=0.9"},
    {"Cookie": "language=ru", "Accept-Language": "en"},
    *({"Cookie": cookie} for cookie in ('theme=dark; language="ru"', "odd one=1; bad[]=2; language=ru")),
    *({"Cookie": cookie} for cookie in ("language=ru; language=xx", "mylanguage=ru", "a=b, language=ru")),
    {"Cookie": "language = ru"},
    {"Cookie": 'a="x; language=ru"', "If-None-Match": '"another"'},
    *({"If-None-Match": tag} for tag in ('"another"', "*", "")),
]


@pytest.fixture(autouse=True)
def _trusting(trusted_for_long: None) -> None:
    """Trust pages in memory, as in production."""


def compared(answer: Answer) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return a response without its date."""
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "Date")
    return answer.status, headers, answer.body


async def hot(viewer: Viewer, path: str, wish: Mapping[str, str] = {}, method: str = "GET") -> Answer:
    """Return the response of the fast path, which is also that of the application."""
    for language in ("en", "ru"):
        await viewer.has_hot(path, language)
    hot = await viewer.reader.asks(method, path, wish)
    slow = await viewer.reader.asks(method, path, {**wish, **SLOWLY})
    assert compared(hot) == compared(slow), (method, path, wish)
    return hot


async def test_a_hot_page_equals_the_one_the_application_sends(alice, viewers):
    post, (viewer, _) = await alice.publishes("some *text*\n", "note.md"), viewers
    for method, under, wish in product(("GET", "HEAD"), FORMS, WISHES):
        answer = await hot(viewer, f"/{post.url}{under}", wish, method)
        assert answer.status in (200, 304)
        assert (answer.body == b"") is (method == "HEAD" or answer.status == 304), (method, wish)


async def test_a_page_from_redis_or_postgres_equals_the_one_the_application_sends(alice, viewers, redis):
    post, (maker, viewer) = await alice.publishes("some *text*\n", "note.md"), viewers
    for under, language in product(FORMS, ("en", "ru")):
        await maker.has_hot(f"/{post.url}{under}", language)
    await maker.app[PAGE_CACHE].finish()
    for place, (wish, under) in product(("Redis", "a row"), zip(WISHES, cycle(FORMS))):
        answers = []
        for way in ({}, SLOWLY):
            if place == "a row":
                await redis.flushall()
            for language in ("en", "ru", ""):
                viewer.memory.drop(Address(post.url, f"/{post.url}{under}", language))
            answers.append(await viewer.reader.asks("GET", f"/{post.url}{under}", {**wish, **way}))
        assert compared(answers[0]) == compared(answers[1]), (place, wish)
    assert viewer.workers.rendered == 0


async def test_a_missing_page_is_looked_up_once(viewers, redis):
    for number, under in enumerate(("", "/raw"), start=1):
        if number == 1:
            await redis.config_resetstat()
        assert (await viewers[0].reader.get(f"/nobody/nothing{under}")).status == 404
        assert (await redis.info("commandstats"))["cmdstat_mget"]["calls"] == number


async def test_responses_without_a_body_are_the_same_hot_and_cold(alice, viewers):
    post, (viewer, other) = await alice.publishes("text", "note"), viewers
    for coding, form in product(("br", "gzip", "identity"), ("{}", "W/{}", '"other", {}', "*")):
        got = await hot(viewer, f"/{post.url}", {"Accept-Encoding": coding})
        tag = got.headers["ETag"]
        assert re.fullmatch('"[^"]+"', tag)
        wish = {"Accept-Encoding": coding, "If-None-Match": form.format(tag)}
        answer = await hot(viewer, f"/{post.url}", wish)
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", tag)
        assert "Content-Encoding" not in answer.headers
    for asked in (viewer, other):  # hot, and cold
        head = await asked.reader.asks("HEAD", f"/{post.url}")
        assert int(head.headers["Content-Length"]) == len(got.body)
        assert compared(head)[1] == compared(got)[1]


async def test_pages_may_be_cached_as_long_hot_as_cold(alice, viewers):
    viewer, _ = viewers
    lasting, ending = await alice.publishes("text", "note"), await alice.publishes("text", "brief")
    await alice.lets_live_until(ending, datetime.now(UTC) + timedelta(hours=1))
    for post, terms in ((lasting, "public, max-age=1"), (ending, "no-cache")):
        for under in ("", "/raw"):
            assert (await hot(viewer, f"/{post.url}{under}")).headers["Cache-Control"] == terms
    chosen = await viewer.reader.get(f"/{lasting.url}?language=ru")
    assert chosen.headers["Cache-Control"] == "private, no-cache"
    assert chosen.headers["Set-Cookie"].startswith("language=ru;")
    assert "Set-Cookie" not in (await viewer.reader.get(f"/{lasting.url}", Cookie="language=ru")).headers


async def test_clients_of_http_1_0_and_those_that_close_are_served(alice, viewers):
    post, (viewer, _) = await alice.publishes("text", "note"), viewers
    await viewer.has_hot(f"/{post.url}/raw")
    for rest in ("0\r\n\r\n", "1\r\nHost: viewer\r\nConnection: close\r\n\r\n"):
        # To the end: the viewer hangs up.
        answer = await Wire(viewer.port).send(f"GET /{post.url}/raw HTTP/1.{rest}".encode())
        assert b" 200 OK\r\n" in answer
        assert answer.endswith(b"\r\n\r\ntext")


async def test_pipelined_requests_are_answered_in_their_order(alice, viewers):
    hot, (viewer, _) = await alice.publishes("hot", "hot"), viewers
    cold = [await alice.publishes(f"cold {number}", f"cold-{number}") for number in range(3)]
    await viewer.has_hot(f"/{hot.url}/raw")
    asked = [cold[0], hot, hot, cold[1], hot, cold[2]]
    lines = [f"GET /{post.url}/raw HTTP/1.1\r\nHost: viewer\r\n" for post in asked]
    answer = await Wire(viewer.port).send(("\r\n".join(lines) + "Connection: close\r\n\r\n").encode())
    bodies = [one.partition(b"\r\n\r\n")[2] for one in answer.split(b"HTTP/1.1 ")[1:]]
    assert bodies == [b"cold 0", b"hot", b"hot", b"cold 1", b"hot", b"cold 2"]


async def test_a_view_is_counted_once_whether_the_client_had_the_page_or_not(alice, viewers):
    post, (viewer, _) = await alice.publishes("text", "note"), viewers
    await viewer.has_hot(f"/{post.url}")  # by a program, which is not counted
    known = (await viewer.reader.get(f"/{post.url}")).headers["ETag"]
    tags = (None, "{}", "W/{}", '"other", {}', '"other"', "*")
    for number, tag in enumerate(tags, start=1):
        asked = {"If_None_Match": tag.format(known)} if tag else {}
        await viewer.reader.get(f"/{post.url}", User_Agent=BROWSER, **asked)
        await viewer.app[VIEW_COUNTS].flush(alice.house.sessions)
        async with alice.house.posts() as posts:
            assert (await posts.reading.open(post.url, None)).views == number, tag
