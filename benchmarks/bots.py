"""People who talk to a bot that runs in a process of its own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Final

from auth.models import TelegramId
from auth.wiring import account_service
from benchmarks.bot_api import BotApi
from benchmarks.processes import EVERY, running
from benchmarks.publishing import Publisher
from benchmarks.servers import environment
from kernel.settings import SecretSettings, read_settings
from kernel.transaction import Jobs, transaction

# Nobody who is measured has to be held back.
_LIMITS: Final = {
    "LIMIT_MESSAGES_A_SECOND": "1000",
    "LIMIT_PASTES_A_MINUTE": "1000000",
    "LIMIT_BYTES_A_DAY": str(1 << 40),
}
_ids: Final = count(1_000)


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


async def people(publisher: Publisher, number: int) -> Sequence[int]:
    """So many who have an account, by their ids at Telegram."""
    ids = [next(_ids) for _ in range(number)]
    async with publisher.sessions() as session, transaction(session, Jobs()):
        accounts = account_service(session, publisher.redis, read_settings(SecretSettings))
        for person in ids:
            await accounts.register(TelegramId(person), f"person_{person}")
    return ids
