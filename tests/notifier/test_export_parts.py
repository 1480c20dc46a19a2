"""Large exports are sent in parts, which another worker continues after a kill."""

import asyncio
import base64
import os
import re
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from auth.models import TelegramId
from local.telegram.faults import Fault, Trouble
from notifier.exports.parts import PART_BYTES
from notifier.exports.sending import send_exports
from posts.texts.drafts import draft_of_text
from tests.notifier.export_zip import luggage_of
from tests.notifier.village import until_there_are
from tests.worker import NotifierProcess

# Raised by aiohttp where the local Telegram reads uploads.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")

PART = 100_000  # bytes
DUE = "UPDATE notifier.exports SET due_at = now()"
STATE = "SELECT status, attempts, parts_sent FROM notifier.exports"
ALL = [f"pastes/note-{number}/1.txt" for number in range(10)]


def noise(size):
    """Return a text of this many bytes that can hardly be compressed."""
    return base64.b64encode(os.urandom(size // 4 * 3)).decode()


@pytest.fixture
async def asked(village, alice, phone):
    """An export of ten pastes of 30 kB is requested."""
    for number in range(10):
        await village.posts.publish(alice, draft_of_text(noise(30_000), title=f"note {number}"))
    await village.exports.request(alice, TelegramId(phone.id))


@pytest.fixture
def parts(village, worker, phone, asked):
    """Send the next parts and return their ZIP files."""

    async def send(count):
        sent = []
        for _ in range(count):
            await send_exports(worker, PART)
            sent.append(luggage_of(village.telegram, await phone.hears("All your data")))
        return sent

    return send


def pastes_in(luggage):
    return [name for one in luggage for name in one.names if name.startswith("pastes/")]


def numbers(luggage):
    return [re.findall(r"\d-of-\d", one.name)[0] for one in luggage]


async def test_each_part_is_a_zip_of_whole_files_within_the_limit(village, worker, parts, phone):
    sent = await parts(4)
    names = [f"postebin-alice-today-{number}-of-4.zip" for number in (1, 2, 3, 4)]
    assert [one.dated for one in sent] == names
    assert all(one.path.stat().st_size <= PART for one in sent)
    assert pastes_in(sent) == ALL
    assert "pastes.json" in sent[0].names
    assert any("part 1 of 4. Each part is a separate ZIP" in message.text for message in phone.messages)
    assert await village.rows("SELECT status, parts_sent FROM notifier.exports") == [("sent", 4)]
    await phone.hears_nothing_of("All your data", until=send_exports(worker, PART))
    assert PART_BYTES < 50_000_000, "Telegram's limit"


async def test_pastes_added_or_deleted_between_parts_do_not_change_the_parts(village, alice, parts):
    sent = await parts(2)
    assert set(pastes_in(sent)) < set(ALL)
    posts = (await village.posts.page_of(alice.id, 0, 10)).posts
    for post in (posts[-1], posts[0]):  # the oldest, already sent; the newest, not yet sent
        await village.posts.delete(alice, post.id)
    await village.posts.publish(alice, draft_of_text(noise(90_000), title="new"))
    assert pastes_in(sent + await parts(2)) == ALL[:-1]


async def test_without_the_part_starts_an_export_begins_again(worker, parts, redis):
    await parts(1)
    await redis.flushall()
    await send_exports(worker, PART)
    sent = await parts(4)
    assert pastes_in(sent) == ALL
    assert sent[0].dated == "postebin-alice-today-1-of-4.zip"


@pytest.fixture
def slow(telegram):
    """A fault: the next document is sent once `over` is set."""
    slow = Fault(Trouble.SLOW, "sendDocument", seconds=300)
    telegram.world.faults.add(slow)
    return slow


async def test_the_lease_is_extended_while_a_part_is_sent(village, worker, asked, slow, monkeypatch):
    monkeypatch.setattr("notifier.exports.sending.LEASE", timedelta(seconds=0.03))
    sending = asyncio.create_task(send_exports(worker))
    await until_there_are(village, STATE, [("waiting", 1, 0)])
    await village.changes(DUE)
    leased = "SELECT 1 FROM notifier.exports WHERE due_at > now() + interval '30 seconds'"
    await until_there_are(village, leased, [(1,)])
    assert not sending.done()
    slow.over.set()
    await sending
    assert await village.rows(STATE) == [("sent", 1, 1)]


async def test_a_worker_with_a_lost_lease_does_not_complete_the_export(village, worker, asked, slow):
    with capture_logs() as logs:
        late = asyncio.create_task(send_exports(worker))
        await until_there_are(village, STATE, [("waiting", 1, 0)])
        await village.changes(DUE)
        async with worker.transaction() as services:
            assert await services.exports.claim()
        slow.over.set()
        await late
    assert [log["event"] for log in logs if "lease" in log["event"]] == ["export_lease_lost"]
    assert await village.rows(STATE) == [("waiting", 2, 0)]


async def test_a_part_whose_response_was_lost_is_sent_again(village, parts, telegram):
    telegram.world.faults.add(Fault(Trouble.DROP_ANSWER, "sendDocument"))
    sent = await parts(1)
    await village.changes(DUE)
    assert numbers(sent + await parts(4)) == ["1-of-4", "1-of-4", "2-of-4", "3-of-4", "4-of-4"]


async def test_another_worker_sends_the_next_part_after_a_kill(settings, village, parts, telegram, tmp_path):
    sent = await parts(1)
    telegram.world.faults.add(Fault(Trouble.SLOW, "sendDocument", count=10, seconds=3600))
    async with NotifierProcess(settings, tmp_path) as process:
        await until_there_are(village, STATE, [("waiting", 1, 1)])
        await process.kill()
    telegram.world.faults.clear()
    await village.changes(DUE)
    sent += await parts(3)
    assert numbers(sent) == ["1-of-4", "2-of-4", "3-of-4", "4-of-4"]
    assert pastes_in(sent) == ALL
