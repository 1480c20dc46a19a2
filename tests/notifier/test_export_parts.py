"""Large exports are sent in parts, which another worker continues after a kill."""

import asyncio
import base64
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from auth.models import TelegramId, User
from local.telegram.faults import Fault, Trouble
from notifier.exports.sending import send_exports
from notifier.worker import Worker
from posts.texts.drafts import draft_of_text
from tests.conversation import Person, Telegram
from tests.notifier.export_zip import Luggage, luggage_of
from tests.notifier.village import Village
from tests.patience import PATIENCE
from tests.worker import NotifierProcess

# Raised by aiohttp where the local Telegram reads uploads.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")

PART = 100_000  # bytes
DUE = "UPDATE notifier.exports SET due_at = now()"
HELD_LONG = "SELECT 1 FROM notifier.exports WHERE due_at > now() + interval '30 seconds'"


def noise(size: int) -> str:
    """A text of this many bytes that can hardly be compressed."""
    return base64.b64encode(os.urandom(size // 4 * 3)).decode()


@pytest.fixture
async def phone(village: Village, alice: User) -> Person:
    return village.telegram.person("alice")


@pytest.fixture
async def asked(village: Village, alice: User, phone: Person) -> None:
    """An export of ten pastes of 30 kB is requested."""
    for number in range(10):
        await village.posts.publish(alice, draft_of_text(noise(30_000), title=f"note {number}"))
    await village.exports.request(alice, TelegramId(phone.id))


async def part(village: Village, worker: Worker, to: Person) -> Luggage:
    await send_exports(worker, PART)
    return luggage_of(village.telegram, await to.hears("All your data"))


def pastes_in(*luggage: Luggage) -> list[str]:
    return [name for one in luggage for name in one.names if name.startswith("pastes/")]


ALL = [f"pastes/note-{number}/1.txt" for number in range(10)]


async def test_each_part_is_a_zip_of_whole_files_within_the_limit(
    village: Village, worker: Worker, asked: None, phone: Person
) -> None:
    parts = [await part(village, worker, phone) for _ in range(4)]
    assert [one.dated for one in parts] == [
        f"postebin-alice-today-{number}-of-4.zip" for number in (1, 2, 3, 4)
    ]
    assert all(one.path.stat().st_size <= PART for one in parts)
    assert pastes_in(*parts) == ALL
    assert "pastes.json" in parts[0].names
    assert await village.rows("SELECT status, parts_sent FROM notifier.exports") == [("sent", 4)]
    await phone.hears_nothing_of("All your data", until=send_exports(worker, PART))


async def test_each_part_says_which_it_is(
    village: Village, worker: Worker, asked: None, phone: Person
) -> None:
    await send_exports(worker, PART)
    await phone.hears("part 1 of 4. Each part is a separate ZIP")


async def test_pastes_added_or_deleted_between_parts_do_not_change_the_parts(
    village: Village, worker: Worker, alice: User, asked: None, phone: Person
) -> None:
    parts = [await part(village, worker, phone), await part(village, worker, phone)]
    sent = pastes_in(*parts)
    gone = (await village.posts.page_of(alice.id, 0, 10)).posts
    await village.posts.delete(alice, gone[-1].id)  # the oldest, already sent
    await village.posts.delete(alice, gone[0].id)  # the newest, not yet sent
    await village.posts.publish(alice, draft_of_text(noise(90_000), title="new"))
    parts += [await part(village, worker, phone), await part(village, worker, phone)]
    assert pastes_in(*parts) == ALL[:-1]
    assert set(sent) < set(ALL)


async def test_without_the_part_starts_an_export_begins_again(
    village: Village, worker: Worker, asked: None, phone: Person, redis: Redis
) -> None:
    await part(village, worker, phone)
    await redis.flushall()
    await send_exports(worker, PART)
    parts = [await part(village, worker, phone) for _ in range(4)]
    assert pastes_in(*parts) == ALL
    assert parts[0].dated == "postebin-alice-today-1-of-4.zip"


async def test_the_lease_is_extended_while_a_part_is_sent(
    village: Village,
    worker: Worker,
    asked: None,
    phone: Person,
    telegram: Telegram,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("notifier.exports.sending.LEASE", timedelta(seconds=0.03))
    slow = Fault(Trouble.SLOW, "sendDocument", seconds=300)
    telegram.world.faults.add(slow)
    sending = asyncio.create_task(send_exports(worker))
    await until_under_way(village, (0, 1))
    await village.changes(DUE)
    async with asyncio.timeout(PATIENCE):
        while not await village.rows(HELD_LONG):  # noqa: ASYNC110 - the extension sets no event here
            await asyncio.sleep(0.01)
    assert not sending.done()
    slow.over.set()
    await sending
    assert await village.rows("SELECT status, attempts FROM notifier.exports") == [("sent", 1)]


async def test_a_worker_with_a_lost_lease_does_not_complete_the_export(
    village: Village, worker: Worker, asked: None, phone: Person, telegram: Telegram
) -> None:
    slow = Fault(Trouble.SLOW, "sendDocument", seconds=300)
    telegram.world.faults.add(slow)
    with capture_logs() as logs:
        late = asyncio.create_task(send_exports(worker))
        await until_under_way(village, (0, 1))
        await village.changes(DUE)
        async with worker.transaction() as services:
            assert await services.exports.claim()
        slow.over.set()
        await late
    assert [log["event"] for log in logs if "lease" in log["event"]] == ["export_lease_lost"]
    rows = await village.rows("SELECT status, attempts, parts_sent FROM notifier.exports")
    assert rows == [("waiting", 2, 0)]


async def test_a_part_whose_response_was_lost_is_sent_again(
    village: Village, worker: Worker, asked: None, phone: Person, telegram: Telegram
) -> None:
    telegram.world.faults.add(Fault(Trouble.DROP_ANSWER, "sendDocument"))
    names = [(await part(village, worker, phone)).name]
    await village.changes(DUE)
    names += [(await part(village, worker, phone)).name for _ in range(4)]
    assert [re.findall(r"(\d)-of", name) for name in names] == [["1"], ["1"], ["2"], ["3"], ["4"]]


async def test_another_worker_sends_the_next_part_after_a_kill(
    settings: dict[str, str], village: Village, alice: User, phone: Person, telegram: Telegram, tmp_path: Path
) -> None:
    for number in range(3):
        await village.posts.publish(alice, draft_of_text(noise(16_000_000), title=f"note {number}"))
    await village.exports.request(alice, TelegramId(phone.id))
    async with NotifierProcess(settings, tmp_path) as worker:
        first = luggage_of(telegram, await phone.hears("part 1 of 2", within=60))
        telegram.world.faults.add(Fault(Trouble.SLOW, "sendDocument", count=10, seconds=3600))
        await until_under_way(village)
        await worker.kill()
    telegram.world.faults.clear()
    await village.changes(DUE)
    async with NotifierProcess(settings, tmp_path):
        second = luggage_of(telegram, await phone.hears("part 2 of 2", within=60))
    assert [re.findall(r"\d-of-\d", one.name) for one in (first, second)] == [["1-of-2"], ["2-of-2"]]
    assert [pastes_in(one) for one in (first, second)] == [ALL[:2], ALL[2:3]]
    assert all(one.path.stat().st_size < 45 * 1024 * 1024 for one in (first, second))
    assert len([message for message in phone.messages if message.document]) == 2


async def until_under_way(village: Village, parts_and_attempts: tuple[int, int] = (1, 1)) -> None:
    """Wait until the export has sent so many parts and had so many attempts."""
    async with asyncio.timeout(PATIENCE):
        while await village.rows("SELECT parts_sent, attempts FROM notifier.exports") != [parts_and_attempts]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
