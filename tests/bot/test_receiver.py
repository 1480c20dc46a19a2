"""Updates are stored, with notices to their senders, before anything else is done."""

import json

import pytest
from redis.asyncio import Redis

from bot.context import AppContext
from bot.updates.receiver import Receiver
from kernel.database import Sessions
from local.telegram.json_values import Json
from tests.bot.conftest import Limits
from tests.bot.idle_worker import idle
from tests.kernel.chat_queues import BOT, InboxChats, OutboxChats

MOST = 5


class Received:
    """Receiver whose updates wait, without a worker."""

    def __init__(self, app: AppContext, sessions: Sessions) -> None:
        self.inbox, self._outbox = InboxChats(sessions), OutboxChats(sessions)
        self._receiver = Receiver(app, BOT, idle(), idle())

    async def tells(self, *updates: Json) -> None:
        await self._receiver.receive(updates)

    async def notices(self) -> list[tuple[int, str]]:
        """Return chat and text of each notice."""
        found = await self._outbox.execute("SELECT chat_id, payload FROM bot.replies ORDER BY id")
        return [(chat, json.loads(payload)["fields"]["text"]) for chat, payload in found]


@pytest.fixture
def received(app: AppContext, sessions: Sessions, redis: Redis, limits: Limits) -> Received:
    limits.limit_waiting_updates = MOST
    return Received(app, sessions)


def updates(*numbers: int, chat: int = 7, language: str = "en") -> list[Json]:
    about = {"chat": {"id": chat}, "from": {"id": chat, "language_code": language}}
    return [{"update_id": number, "message": about} for number in numbers]


async def test_who_has_more_waiting_than_most_is_told_once(received: Received) -> None:
    await received.tells(*updates(*range(MOST)))
    assert await received.notices() == []
    await received.tells(*updates(MOST))
    await received.tells(*updates(*range(MOST + 1, 4 * MOST)))
    [(chat, text)] = await received.notices()
    assert chat == 7
    assert "You've sent a lot" in text


async def test_what_telegram_tells_once_more_is_no_reason_to_tell_it_again(received: Received) -> None:
    await received.tells(*updates(*range(2 * MOST)))
    await received.tells(*updates(*range(2 * MOST)), *updates(100))
    assert len(await received.notices()) == 1


async def test_each_is_told_in_their_language(received: Received) -> None:
    mine, others = updates(*range(10)), updates(*range(10, 20), chat=8, language="ru")
    await received.tells(*(one for pair in zip(mine, others, strict=True) for one in pair))
    told = dict(await received.notices())
    assert "You've sent a lot" in told[7]
    assert "Вы прислали много" in told[8]
    assert len(await received.notices()) == 2


async def test_in_groups_and_where_there_is_no_chat_nobody_is_told(received: Received) -> None:
    await received.tells(*updates(*range(10), chat=-7))
    await received.tells(*({"update_id": number, "poll": {}} for number in range(10, 20)))
    assert await received.notices() == []
    assert [chat for chat, *_ in await received.inbox.all()] == [-7, 0]
