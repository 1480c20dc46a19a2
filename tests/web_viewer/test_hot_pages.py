"""The fast path, which answers from memory, sends the same as the application."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

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


@pytest.fixture(autouse=True)
def _trusting(trusted_for_long: None) -> None:
    """Trust pages in memory, as in production."""


def compared(answer: Answer) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return a response without its date."""
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "Date")
    return answer.status, headers, answer.body


async def both(viewer: Viewer, path: str, method: str = "GET", **headers: str) -> tuple[Answer, Answer]:
    """Return the responses of the fast path and of the application."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    hot = await viewer.reader.asks(method, path, sent)
    return hot, await viewer.reader.asks(method, path, sent | SLOWLY)


WISHES: list[Mapping[str, str]] = [
    {},
    {"Accept_Encoding": "gzip"},
    {"Accept_Encoding": "gzip, deflate, br, zstd"},
    {"Accept_Encoding": "*;q=0"},
    {"Accept_Language": "ru-RU,ru;q=0.9"},
    {"Cookie": "language=ru", "Accept_Language": "en"},
    {"Cookie": 'theme=dark; language="ru"'},
    {"Cookie": "odd one=1; bad[]=2; language=ru"},
    {"Cookie": "language=ru; language=xx"},
    {"Cookie": "mylanguage=ru"},
    {"Cookie": "a=b, language=ru"},
    {"Cookie": "language = ru"},
    {"Cookie": 'a="x; language=ru"', "If_None_Match": '"another"'},
    {"If_None_Match": '"another"'},
    {"If_None_Match": "*"},
    {"If_None_Match": ""},
]


@pytest.mark.parametrize("wish", WISHES, ids=str)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_hot_answer_is_the_slow_one(alice, viewers, method, wish):
    post, (viewer, _) = await alice.publishes("some *text*\n", "note.md"), viewers
    for under in ("", "/raw", "?view=source"):
        for language in ("en", "ru"):
            await viewer.has_hot(f"/{post.url}{under}", language)
        hot, slow = await both(viewer, f"/{post.url}{under}", method, **wish)
        assert compared(hot) == compared(slow)
        assert hot.status in (200, 304)
        assert (hot.body == b"") is (method == "HEAD" or hot.status == 304)


@pytest.mark.parametrize("wish", WISHES, ids=str)
@pytest.mark.parametrize("place", ["Redis", "a row"])
async def test_a_page_from_another_process_is_the_same(alice, viewers, redis, wish, place):
    post, (maker, viewer) = await alice.publishes("some *text*\n", "note.md"), viewers
    for under in ("", "/raw", "?view=source"):
        for language in ("en", "ru"):
            await maker.has_hot(f"/{post.url}{under}", language)
        await maker.app[PAGE_CACHE].finish()
        if place == "a row":
            await redis.flushall()
        answers = []
        for way in ({}, SLOWLY):
            for language in ("en", "ru", ""):
                viewer.memory.drop(Address(post.url, f"/{post.url}{under}", language))
            sent = {name.replace("_", "-"): value for name, value in wish.items()} | way
            answers.append(await viewer.reader.asks("GET", f"/{post.url}{under}", sent))
        hot, slow = map(compared, answers)
        assert hot == slow
    assert viewer.workers.rendered == 0


@pytest.mark.parametrize("under", ["", "/raw"])
async def test_a_missing_page_is_looked_up_once(viewers, redis, under):
    await redis.config_resetstat()
    assert (await viewers[0].reader.get(f"/nobody/nothing{under}")).status == 404
    assert (await redis.info("commandstats"))["cmdstat_mget"]["calls"] == 1


@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
async def test_not_modified_responses_are_the_same(alice, viewers, coding, form):
    post, (viewer, _) = await alice.publishes("text", "note"), viewers
    await viewer.has_hot(f"/{post.url}")
    tag = (await viewer.reader.get(f"/{post.url}", Accept_Encoding=coding)).headers["ETag"]
    assert re.fullmatch('"[^"]+"', tag)
    hot, slow = await both(viewer, f"/{post.url}", Accept_Encoding=coding, If_None_Match=form.format(tag))
    assert compared(hot) == compared(slow)
    assert (hot.status, hot.body, hot.headers["ETag"]) == (304, b"", tag)
    assert "Content-Encoding" not in hot.headers


async def test_head_tells_the_length_of_what_get_sends(alice, viewers):
    post, (viewer, other) = await alice.publishes("text", "note"), viewers
    await viewer.has_hot(f"/{post.url}")
    got = await viewer.reader.get(f"/{post.url}")
    for asked in (viewer, other):  # hot, and cold
        head = await asked.reader.asks("HEAD", f"/{post.url}")
        assert int(head.headers["Content-Length"]) == len(got.body)
        assert compared(head)[1] == compared(got)[1]


async def test_how_long_others_may_hold_it_is_the_same_hot_and_cold(alice, viewers):
    viewer, _ = viewers
    lasting, ending = await alice.publishes("text", "note"), await alice.publishes("text", "brief")
    await alice.lets_live_until(ending, datetime.now(UTC) + timedelta(hours=1))
    for post, terms in ((lasting, "public, max-age=1"), (ending, "no-cache")):
        for under in ("", "/raw"):
            await viewer.has_hot(f"/{post.url}{under}")
            for answer in await both(viewer, f"/{post.url}{under}"):
                assert answer.headers["Cache-Control"] == terms


async def test_a_choice_of_language_is_for_one_reader_also_where_the_page_is_hot(alice, viewers):
    post, (viewer, _) = await alice.publishes("text", "note"), viewers
    await viewer.has_hot(f"/{post.url}", "ru")
    chosen = await viewer.reader.get(f"/{post.url}?language=ru")
    assert chosen.headers["Cache-Control"] == "private, no-cache"
    assert chosen.headers["Set-Cookie"].startswith("language=ru;")
    assert "Set-Cookie" not in (await viewer.reader.get(f"/{post.url}", Cookie="language=ru")).headers


async def test_old_clients_and_those_who_leave_are_served(alice, viewers):
    post, (viewer, _) = await alice.publishes("text", "note"), viewers
    path = f"/{post.url}/raw"
    await viewer.has_hot(path)
    wire = Wire(viewer.port)
    for request in (
        f"GET {path} HTTP/1.0\r\n\r\n",
        f"GET {path} HTTP/1.1\r\nHost: viewer\r\nConnection: close\r\n\r\n",
    ):
        answer = await wire.send(request.encode())  # to the end: the viewer hangs up
        assert b" 200 OK\r\n" in answer
        assert answer.endswith(b"\r\n\r\ntext")


async def test_requests_that_are_sent_at_once_are_answered_in_their_order(alice, viewers):
    hot, (viewer, _) = await alice.publishes("hot", "hot"), viewers
    cold = [await alice.publishes(f"cold {number}", f"cold-{number}") for number in range(3)]
    await viewer.has_hot(f"/{hot.url}/raw")
    asked = [cold[0], hot, hot, cold[1], hot, cold[2]]
    lines = [f"GET /{post.url}/raw HTTP/1.1\r\nHost: viewer\r\n" for post in asked]
    answer = await Wire(viewer.port).send(
        "".join(f"{line}\r\n" for line in lines[:-1]).encode()
        + f"{lines[-1]}Connection: close\r\n\r\n".encode()
    )
    bodies = [one.partition(b"\r\n\r\n")[2] for one in answer.split(b"HTTP/1.1 ")[1:]]
    assert bodies == [b"cold 0", b"hot", b"hot", b"cold 1", b"hot", b"cold 2"]


@pytest.mark.parametrize("tag", [None, "{}", "W/{}", '"other", {}', '"other"', "*"])
async def test_a_reading_is_counted_once_however_it_is_answered(alice, viewers, tag):
    post, (viewer, _) = await alice.publishes("text", "note"), viewers
    await viewer.has_hot(f"/{post.url}")  # by a program, which is not counted
    known = (await viewer.reader.get(f"/{post.url}")).headers["ETag"]
    asked = {"If_None_Match": tag.format(known)} if tag else {}
    await viewer.reader.get(f"/{post.url}", User_Agent=BROWSER, **asked)
    await viewer.app[VIEW_COUNTS].flush(alice.house.sessions)
    async with alice.house.posts() as posts:
        assert (await posts.reading.open(post.url, None)).views == 1
