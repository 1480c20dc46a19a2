"""The arithmetic of the benchmarks, and their errors for unsuccessful responses."""

from collections import Counter
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from benchmarks.bot_api import BotApi
from benchmarks.hostile_files import hostile_files
from benchmarks.load import CONNECTIONS, LoadResult, load
from benchmarks.measuring import best_of_rounds, p95
from benchmarks.sample import SIZE, python, sample
from benchmarks.table import Line, NotMeasured, Row, table_of


@pytest.fixture
def asked() -> Counter[str]:
    return Counter()


@pytest.fixture
async def server(asked: Counter[str]) -> AsyncIterator[TestServer]:
    async def answer(request: web.Request) -> web.Response:
        asked[f"{request.path} {request.headers['Accept-Encoding']}"] += 1
        return web.Response(text="here")

    app = web.Application()
    app.add_routes([web.get("/here", answer), web.get("/there", answer)])
    server = TestServer(app)
    async with server:
        yield server


async def test_answers_are_counted_by_the_second_and_timed(server: TestServer):
    answered = await load(str(server.make_url("/here")), seconds=1)
    assert answered.rate > 1
    assert 0 < answered.median <= answered.p99
    # Each connection has one answer after the other, and half of all answers take twice the mean at most.
    assert answered.median / 1000 * answered.rate <= 2 * CONNECTIONS


async def test_addresses_are_asked_for_in_turn_and_as_browsers_do(server: TestServer, asked: Counter[str]):
    await load(*(str(server.make_url(path)) for path in ("/here", "/there")), connections=2, seconds=1)
    here, there = asked.pop("/here gzip, br"), asked.pop("/there gzip, br")
    assert abs(here - there) <= 1
    assert not asked


async def test_a_failing_address_has_no_rate(server: TestServer):
    with pytest.raises(ValueError, match=r"404|Non-2xx"):
        await load(str(server.make_url("/missing")), seconds=1)


async def test_things_are_measured_in_turns_and_the_best_of_each_counts():
    order: list[str] = []
    figures = {"ours": count(1), "bare": count(10)}

    async def measured(name: str) -> float:
        order.append(name)
        return next(figures[name])

    assert await best_of_rounds([lambda: measured("ours"), lambda: measured("bare")]) == [3, 12]
    assert order == ["ours", "bare"] * 3


def test_of_answers_the_higher_rate_is_the_better():
    assert max(LoadResult(10, 9.0, 9.0), LoadResult(20, 1.0, 1.0)).rate == 20


def test_a_row_says_how_ours_compares_and_whether_that_is_enough():
    rows: list[Line] = [
        Row("Publish", "/s", 268, "one INSERT", 1072, at_least=0.5),
        Row("Start", "s", 4.5, "goal", 6, at_most=1),
        Row("Block", "ms", 30, "goal", 20, at_most=1),
        Row("Answer", "/s", 3, "bare", 2),
        NotMeasured("Hot page", "no network"),
    ]
    assert [" ".join(line.split()) for line in table_of(rows).splitlines()[1:]] == [
        "Publish 268 /s one INSERT: 1,072 /s 0.25 ≥ 0.5 missed",
        "Start 4.5 s goal: 6.0 s 0.75 ≤ 1",
        "Block 30.0 ms goal: 20.0 ms 1.50 ≤ 1 missed",
        "Answer 3.0 /s bare: 2.0 /s 1.50",
        "Hot page not measured no network",
    ]


def test_samples_are_as_long_as_the_table_says_and_have_addresses_of_their_own():
    assert len(sample(1).text.encode()) == SIZE == 3500
    assert len(python(1_000_000).encode()) == 1_000_000
    assert len({sample(1).title, sample(2).title, sample(1, 100).title}) == 3


async def test_the_bot_api_hands_out_what_is_not_confirmed_and_counts_what_is_sent():
    async with BotApi() as api, ClientSession(api.settings["TELEGRAM_API_URL"]) as bot:

        async def called(method: str, **fields: int) -> Any:
            async with bot.post(f"/bot{api.settings['BOT_TOKEN']}/{method}", data=fields) as answer:
                return (await answer.json())["result"]

        await api.say(7, "one", "two")
        one, two = await called("getUpdates")
        assert [update["message"]["text"] for update in (one, two)] == ["one", "two"]
        assert await called("getUpdates", offset=one["update_id"] + 1) == [two]
        await called("sendMessage", chat_id=7)
        assert api.replies == 1
        assert api.has_replied(7)


def test_of_a_hundred_times_five_are_above_the_95th_percentile():
    assert 95 <= p95([float(time) for time in range(1, 101)]) < 96


def test_hostile_files_have_a_megabyte():
    assert len(hostile_files()) == 20
    assert all(999_000 <= len(content) <= 1_000_000 for content in hostile_files().values())
