"""View counts: people are counted once for each view, and no count is lost."""

import asyncio
from dataclasses import replace

import pytest
from aiohttp.test_utils import make_mocked_request

from kernel.database import connect_database, session_maker
from kernel.settings import DatabaseSettings
from posts.models import Post, PostId
from tests.patience import PATIENCE
from tests.web_viewer.authors import Author, House
from tests.web_viewer.reader import Reader
from web_viewer.application import create_application
from web_viewer.connections import VIEW_COUNTS, WORKERS
from web_viewer.server import serving
from web_viewer.view_counts import ViewCounts, is_view

TELEGRAM_ON_A_PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/AP2A.240805.005; wv) AppleWebKit/537.36 (KHTML, like "
    "Gecko) Version/4.0 Chrome/127.0.6533.103 Mobile Safari/537.36 Telegram-Android/11.0.0 (Google Pixel 8)"
)
PEOPLE = (
    TELEGRAM_ON_A_PHONE,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/15E148",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Safari/537.36 Edg/126.0.0.0",
)
PROGRAMS = (
    "TelegramBot (like TwitterBot)",
    "WhatsApp/2.23.20.0",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "curl/8.5.0",
    "python-requests/2.32.0",
)


def asked(method: str = "GET", agent: str = TELEGRAM_ON_A_PHONE, **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return make_mocked_request(method, "/alice/note", headers={"User-Agent": agent, **named})


def test_a_request_of_a_person_for_the_text_is_a_view():
    for agent in (*PEOPLE, "x" * 8_000, "Mozilla/5.0 " * 600, "Моя программа"):
        assert is_view(asked(agent=agent)), agent
    for header in (
        {"Sec_Fetch_Dest": "document"},
        {"Range": "bytes=0-"},
        {"Range": "bytes=0-1023"},
        {"If_None_Match": '"abc"'},
    ):
        assert is_view(asked(**header)), header


def test_programs_prefetching_subresources_and_rests_are_no_views():
    for agent in (*PROGRAMS, ""):
        assert not is_view(asked(agent=agent)), agent
    assert not is_view(make_mocked_request("GET", "/alice/note"))
    for method in ("HEAD", "POST", "OPTIONS"):
        assert not is_view(asked(method)), method
    for header in (
        *({"Sec_Purpose": "prefetch"}, {"Sec_Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}),
        *({"Sec_Fetch_Dest": use} for use in ("image", "empty", "script")),
        *({"Range": range_} for range_ in ("bytes=1024-", "bytes=-500")),
    ):
        assert not is_view(asked(**header)), header


async def views_of(house: House, post: Post) -> int:
    async with house.posts() as posts:
        return (await posts.reading.open(post.url, None)).views


@pytest.fixture
async def note(alice: Author) -> Post:
    return await alice.publishes("text", "note")


async def test_readings_reach_the_author(house, note, sessions):
    counts = ViewCounts()
    for _ in range(3):
        counts.count(note.id, asked())
    counts.count(note.id, asked(agent="TelegramBot (like TwitterBot)"))
    await counts.flush(sessions)
    await counts.flush(sessions)
    assert await views_of(house, note) == 3


async def test_they_arrive_after_a_while(house, note, sessions):
    counts = ViewCounts(flush_interval_seconds=0.01)
    async with counts.flushing(sessions), asyncio.timeout(PATIENCE):
        for total in (1, 2):
            counts.count(note.id, asked())
            while await views_of(house, note) < total:  # noqa: ASYNC110 - Postgres sets no event
                await asyncio.sleep(0.01)


async def test_a_viewer_that_stops_loses_none(house, note, viewer_settings):
    app = create_application(viewer_settings)
    async with serving(app, "127.0.0.1", 0):
        app[VIEW_COUNTS].count(note.id, asked())
    assert await views_of(house, note) == 1


async def test_pages_and_raw_texts_count_and_pictures_do_not(house, note, viewer_settings, workers):
    """Each is asked for when it is not cached, and again when it is."""
    app = create_application(viewer_settings)
    app[WORKERS] = workers
    async with serving(app, "127.0.0.1", 0) as port, Reader(f"http://127.0.0.1:{port}") as reader:
        for under, use in (("", "document"), ("/raw", "document"), ("/preview.png", "image")):
            for _ in range(2):
                answer = await reader.get(
                    f"/{note.url}{under}", User_Agent=TELEGRAM_ON_A_PHONE, Sec_Fetch_Dest=use
                )
                assert answer.status == 200
    assert await views_of(house, note) == 4


async def test_counts_that_cannot_be_stored_stay_for_the_next_flush(house, note, sessions):
    engine = connect_database("postgresql://nobody@127.0.0.1:1/nothing")
    counts = ViewCounts()
    counts.count(note.id, asked())
    await counts.flush(session_maker(engine))
    await engine.dispose()
    counts.count(note.id, asked())
    await counts.flush(sessions)
    assert await views_of(house, note) == 2


async def test_a_viewer_stops_without_postgres(note, viewer_settings):
    gone = DatabaseSettings(database_url="postgresql://nobody@127.0.0.1:1/nothing")
    app = create_application(replace(viewer_settings, database=gone))
    async with asyncio.timeout(PATIENCE), serving(app, "127.0.0.1", 0):
        app[VIEW_COUNTS].count(note.id, asked())


async def test_memory_has_an_end(house, note, sessions):
    counts = ViewCounts(max_pastes=2)
    for post in (note.id, PostId(note.id + 1), PostId(note.id + 2), note.id):
        counts.count(post, asked())
    later = await (await house.author("bob")).publishes("text", "later")
    last = await (await house.author("carol")).publishes("text", "last")
    await counts.flush(sessions)
    assert [await views_of(house, post) for post in (note, later, last)] == [2, 1, 0]


async def test_counts_of_many_pastes_are_all_stored(house, note, sessions):
    counts, request = ViewCounts(), asked()
    for post in (*range(note.id + 1, note.id + 12_000), note.id):
        counts.count(PostId(post), request)
    await counts.flush(sessions)
    assert await views_of(house, note) == 1
