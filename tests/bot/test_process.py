"""The process as in production, by webhook and by long polling."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp
from redis.asyncio import Redis

from auth.models import UserId
from bot.context import AppContext
from kernel.contents import Contents
from kernel.database import Sessions
from kernel.transaction import Jobs
from local.ports import free_port
from local.postgres import EmbeddedPostgres
from posts.wiring import post_service
from tests.bot.conftest import environment
from tests.conversation import Telegram
from tests.outage import stopped
from tests.patience import PATIENCE

SECRET = "a-secret-of-the-webhook"


class BotProcess:
    """`python -m bot`, ready within `async with` and stopped after it."""

    def __init__(self, settings: dict[str, str]) -> None:
        self._settings = os.environ | settings

    async def __aenter__(self) -> Self:
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot"),
            env=self._settings,
            cwd=Path(__file__).parent.parent.parent,
            stderr=asyncio.subprocess.PIPE,
        )
        await self.logs(" ready ")
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        assert self.process.stderr is not None
        if self.process.returncode is None:
            self.stop()
        rest = await asyncio.wait_for(self.process.stderr.read(), 60)
        assert await self.process.wait() in (0, -signal.SIGKILL), rest.decode()

    async def logs(self, words: str) -> None:
        """Wait until these words are in the log."""
        assert self.process.stderr is not None
        async with asyncio.timeout(PATIENCE):
            while words not in (line := (await self.process.stderr.readline()).decode()):
                assert line, f"the bot ended before it said {words!r}"

    def stop(self, by: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(by)


async def test_the_process_serves_a_webhook_and_stops_cleanly(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, sessions: Sessions, redis: Redis
) -> None:
    port = free_port()
    webhook = {
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/updates",
        "WEBHOOK_SECRET": SECRET,
        "BOT_PORT": str(port),
    }
    async with BotProcess(environment(telegram, postgres, app) | webhook):
        alice = telegram.person("Alice")
        await alice.says("by webhook")
        await alice.hears("Saved “by webhook”")
        await alice.says("alice")
        await alice.hears("/alice/by-webhook")
        async with aiohttp.ClientSession() as stranger:
            answer = await stranger.post(webhook["WEBHOOK_URL"], json={"update_id": 1})
            assert answer.status == 401


async def test_the_process_polls_and_what_it_cannot_store_waits_in_telegram(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, sessions: Sessions, redis: Redis
) -> None:
    async with BotProcess(environment(telegram, postgres, app)) as process:
        alice = telegram.person("Alice")
        await alice.says("/start")
        await alice.hears("choose your username")
        await alice.says("alice")
        await alice.hears("Welcome, alice")
        async with stopped(postgres):
            await alice.says("just before the stop")
            await process.logs("database_unavailable")
            process.stop()
            await process.process.wait()
    async with BotProcess(environment(telegram, postgres, app)):
        await alice.hears("/alice/just-before-the-stop")


async def test_a_stop_in_a_burst_loses_nothing_and_keeps_the_order(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, sessions: Sessions, redis: Redis
) -> None:
    settings = environment(telegram, postgres, app)
    async with BotProcess(settings):
        alice = telegram.person("Alice")
        await alice.says("/start")
        await alice.hears("choose your username")
        await alice.says("alice")
        await alice.hears("Welcome, alice")
        for number in range(30):
            await alice.says(f"thought {number}")
        await alice.hears("/alice/thought-0\n")
    async with BotProcess(settings):
        await alice.says("the last")
        await alice.hears("/alice/the-last\n")
    async with sessions() as session:
        posts = post_service(session, app.redis, Contents(session, app.storage), Jobs())
        page = await posts.page_of(UserId(1), 0, 100)
    assert [post.title for post in reversed(page.posts)] == [*(f"thought {n}" for n in range(30)), "the last"]
