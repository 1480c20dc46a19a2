"""A bot under measurement, with a Bot API of its own, and people with accounts."""

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from auth.models import TelegramId
from auth.wiring import account_service
from benchmarks.bot_api import BotApi
from benchmarks.processes import EVERY, running
from benchmarks.publishing import Publisher
from benchmarks.servers import environment
from kernel.settings import SecretSettings, read_settings
from kernel.transaction import Jobs, transaction

# High enough that no measurement reaches them.
_LIMITS: Final = {
    "LIMIT_MESSAGES_A_SECOND": "1000",
    "LIMIT_PASTES_A_MINUTE": "1000000",
    "LIMIT_BYTES_A_DAY": str(1 << 40),
}
_ids: Final = itertools.count(1_000)


@dataclass(frozen=True, slots=True)
class MeasuredBot:
    api: BotApi
    pid: int


@asynccontextmanager
async def measured_bot(module: str = "bot") -> AsyncIterator[MeasuredBot]:
    async with BotApi() as api:
        with environment(**api.settings, **_LIMITS):
            async with running("-m", module, cores=EVERY) as pid:
                yield MeasuredBot(api, pid)


async def register_people(publisher: Publisher, count: int) -> Sequence[int]:
    """Register accounts for `count` new people; return their Telegram ids."""
    ids = [next(_ids) for _ in range(count)]
    async with publisher.sessions() as session, transaction(session, Jobs()):
        accounts = account_service(session, publisher.redis, read_settings(SecretSettings))
        for person in ids:
            await accounts.register(TelegramId(person), f"person_{person}")
    return ids
