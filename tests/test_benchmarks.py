"""The benchmarks' own arithmetic, and that they do not count what fails."""

from collections.abc import AsyncIterator
from itertools import count

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from benchmarks.load import requests_a_second
from benchmarks.rounds import best_of_rounds
from benchmarks.sample import sample
from benchmarks.table import Row, table_of


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(text="here")

    app = web.Application()
    app.add_routes([web.get("/here", answer)])
    server = TestServer(app)
    async with server:
        yield server


async def test_answers_are_counted_by_the_second(server: TestServer):
    assert await requests_a_second(str(server.make_url("/here"))) > 10


async def test_a_failing_address_has_no_rate(server: TestServer):
    with pytest.raises(ValueError, match=r"404|Non-2xx"):
        await requests_a_second(str(server.make_url("/missing")))


async def test_things_are_measured_in_turns_and_the_best_of_each_counts():
    order: list[str] = []
    figures = {"ours": count(1), "bare": count(10)}

    async def measured(name: str) -> float:
        order.append(name)
        return next(figures[name])

    assert await best_of_rounds([lambda: measured("ours"), lambda: measured("bare")]) == [3, 12]
    assert order == ["ours", "bare"] * 3


def test_a_row_says_how_ours_compares():
    shown = table_of([Row("Publish", "/s", 268, "one INSERT", 1072), Row("Start", "s", 4.5, "goal", 6)])
    assert [" ".join(line.split()) for line in shown.splitlines()[1:]] == [
        "Publish 268 /s one INSERT: 1,072 /s 0.25",
        "Start 4.5 s goal: 6.0 s 0.75",
    ]


def test_samples_are_as_long_as_the_table_says_and_have_addresses_of_their_own():
    assert len(sample(1).text.encode()) == 3500
    assert sample(1).title != sample(2).title
