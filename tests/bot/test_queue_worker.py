"""Workers of queues: several chats at once, each in order, with leases that are extended."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from bot.queue_worker import Queue, QueueWorker
from kernel.chats.inbox import Inbox, WaitingChat
from kernel.database import Sessions
from kernel.leases import Lease
from local.postgres import EmbeddedPostgres
from tests.kernel.chat_queues import BOT, InboxChats, chats_in
from tests.kernel.chat_queues import unhurried as unhurried
from tests.notifier.village import until
from tests.outage import stopped
from tests.patience import PATIENCE


class Handling:
    """Work on the inbox that waits for the test; chats in `failing` then fail."""

    def __init__(self, chats: InboxChats) -> None:
        self._chats = chats
        self.begun: list[int] = []
        self.done: list[int] = []
        self.cut: list[int] = []
        self.failing: set[int] = set()
        self.goes_on = asyncio.Event()
        self.busy_at_claims: list[set[int]] = []
        self.ended_claims = 0

    def queue(self) -> Queue[WaitingChat]:
        return Queue("inbox", self._claim, self._work, self._extend)

    async def _claim(self, limit: int, busy: Collection[int]) -> list[WaitingChat]:
        self.busy_at_claims.append(set(busy))
        claimed = await self._chats.claim(limit, busy=busy)
        self.ended_claims += 1
        return claimed

    async def _extend(self, leases: Sequence[Lease]) -> None:
        async with self._chats.inbox() as inbox:
            await inbox.extend(leases)

    async def _work(self, one: WaitingChat) -> None:
        chat = one.chat.chat_id
        self.begun.append(chat)
        try:
            await self.goes_on.wait()
        except asyncio.CancelledError:
            self.cut.append(chat)
            raise
        if chat in self.failing:
            raise LookupError("a fault of the work")
        await self._chats.complete(one.chat.lease, *(u.update_id for u in one.updates), is_last=True)
        self.done.append(chat)


@pytest.fixture
def chats(sessions: Sessions, unhurried: None) -> InboxChats:
    return InboxChats(sessions)


@pytest.fixture
def handling(chats: InboxChats) -> Handling:
    return Handling(chats)


@asynccontextmanager
async def working(handling: Handling, at_once: int = 3) -> AsyncIterator[QueueWorker[WaitingChat]]:
    worker = QueueWorker(handling.queue(), at_once)
    worker.start()
    try:
        yield worker
    finally:
        handling.goes_on.set()
        await worker.stop(10)


async def test_so_many_chats_are_worked_on_at_once_and_the_others_when_one_is_done(
    chats: InboxChats, handling: Handling
) -> None:
    for chat in range(1, 9):
        await chats.add(chat, chat)
    async with working(handling) as worker:
        await until(lambda: len(handling.begun) == 3)
        assert worker.is_busy
        assert handling.begun == [1, 2, 3]
        assert await chats.due() == [4, 5, 6, 7, 8]
        handling.goes_on.set()
        await until(lambda: len(handling.done) == 8)
        await until(lambda: not worker.is_busy)
    assert handling.begun == [1, 2, 3, 4, 5, 6, 7, 8]
    assert await chats.all() == []


async def test_what_comes_later_is_claimed_when_the_worker_is_woken(
    chats: InboxChats, handling: Handling
) -> None:
    handling.goes_on.set()
    async with working(handling) as worker:
        await until(lambda: len(handling.busy_at_claims) == 1)
        await chats.add(7, 1)
        worker.wake()
        await until(lambda: handling.done == [7])
        await chats.add(8, 2)
        worker.wake_in(0.05)
        await until(lambda: handling.done == [7, 8])


async def test_work_that_fails_ends_no_other_and_is_claimed_again_once_its_lease_runs_out(
    chats: InboxChats, handling: Handling, caplog: pytest.LogCaptureFixture
) -> None:
    handling.failing = {7}
    handling.goes_on.set()
    await chats.add(7, 1)
    await chats.add(8, 2)
    async with working(handling) as worker:
        await until(lambda: handling.done == [8])
        await until(lambda: not worker.is_busy)
        assert "work_failed" in caplog.text
        assert "a fault of the work" in caplog.text
        assert await chats.all() == [(7, 1, 1, True)]
        handling.failing.clear()
        claims = len(handling.busy_at_claims)
        worker.wake()
        await until(lambda: len(handling.busy_at_claims) > claims)
        assert handling.done == [8]
        await chats.execute("UPDATE bot.inbox_chats SET due_at = now()")
        worker.wake()
        await until(lambda: handling.done == [8, 7])


async def test_a_chat_that_another_has_by_now_is_left_to_it(
    chats: InboxChats, handling: Handling, caplog: pytest.LogCaptureFixture
) -> None:
    await chats.add(7, 1)
    async with working(handling) as worker:
        await until(lambda: handling.begun == [7])
        # At once, before the worker extends its lease.
        async with chats.sessions.begin() as session:
            await session.execute(text("UPDATE bot.inbox_chats SET due_at = now()"))
            (others,) = await Inbox(session, BOT).claim(1, 1, ())
        handling.goes_on.set()
        await until(lambda: not worker.is_busy)
    assert "lease_lost" in caplog.text
    assert handling.done == []
    assert await chats.updates() == [(1, "waiting", "{}")]
    await chats.complete(others.chat.lease, 1, is_last=True)


async def test_a_chat_that_is_worked_on_is_not_claimed_again_though_its_lease_ran_out(
    chats: InboxChats, handling: Handling
) -> None:
    await chats.add(7, 1)
    async with working(handling) as worker:
        await until(lambda: handling.begun == [7])
        await chats.execute("UPDATE bot.inbox_chats SET due_at = now()")
        claims = len(handling.busy_at_claims)
        await chats.add(8, 2)
        worker.wake()
        await until(lambda: 8 in handling.begun)
        assert handling.begun == [7, 8]
        assert handling.busy_at_claims[claims] == {7}
        handling.goes_on.set()
        await until(lambda: sorted(handling.done) == [7, 8])


async def test_while_work_takes_longer_than_a_lease_it_is_extended(
    chats: InboxChats, handling: Handling
) -> None:
    await chats.add(7, 1)
    async with working(handling) as worker:
        await until(lambda: handling.begun == [7])
        for _ in range(2):
            await chats.execute("UPDATE bot.inbox_chats SET due_at = now()")
            async with asyncio.timeout(PATIENCE):
                while await chats.due():  # noqa: ASYNC110 - Postgres sets no event here
                    await asyncio.sleep(0.05)
            assert chats_in(await chats.claim()) == []
        handling.goes_on.set()
        await until(lambda: not worker.is_busy)
    assert (handling.begun, handling.done) == ([7], [7])


async def test_without_postgres_nothing_is_claimed_and_afterwards_all_is(
    chats: InboxChats, handling: Handling, postgres: EmbeddedPostgres, caplog: pytest.LogCaptureFixture
) -> None:
    handling.goes_on.set()
    async with working(handling) as worker:
        await until(lambda: handling.ended_claims == 1)
        await chats.add(7, 1)
        async with stopped(postgres):
            worker.wake()
            # By itself, again and again.
            await until(lambda: caplog.text.count("claim_failed") >= 2)
        await until(lambda: handling.done == [7])


async def test_at_a_stop_what_is_under_way_is_finished_and_nothing_more_is_claimed(
    chats: InboxChats, handling: Handling
) -> None:
    worker = QueueWorker(handling.queue(), 1)
    for chat in (7, 8):
        await chats.add(chat, chat)
    worker.start()
    await until(lambda: handling.begun == [7])
    stopping = asyncio.create_task(worker.stop(20))
    worker.wake()
    await asyncio.sleep(0)
    assert not stopping.done()
    handling.goes_on.set()
    await stopping
    assert (handling.begun, handling.done) == ([7], [7])
    assert await chats.all() == [(8, 1, 0, False)]


async def test_what_is_not_finished_in_time_is_cut_and_left_to_another(
    chats: InboxChats, handling: Handling
) -> None:
    worker = QueueWorker(handling.queue(), 2)
    for chat in (7, 8):
        await chats.add(chat, chat)
    worker.start()
    await until(lambda: len(handling.begun) == 2)
    await worker.stop(0.1)
    assert (handling.done, sorted(handling.cut)) == ([], [7, 8])
    assert not worker.is_busy
    assert await chats.all() == [(7, 1, 1, True), (8, 1, 1, True)]
    await chats.execute("UPDATE bot.inbox_chats SET due_at = now()")
    assert sorted(chats_in(await chats.claim())) == [7, 8]
