"""Long texts in transit while the bot's processes come and go."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle

from aiohttp import ClientError, ClientSession, web
from redis.asyncio import Redis
from sqlalchemy import text as sql

from bot.context import AppContext
from kernel.database import Sessions
from local.ports import free_port
from local.postgres import EmbeddedPostgres
from tests import outage
from tests.bot.bot_process import SECRET, BotProcess
from tests.bot.conftest import environment, registered
from tests.bot.long_texts import cut_through_a_sign, long_text
from tests.bot.published import pastes, text_behind
from tests.conversation import Person, Telegram


@asynccontextmanager
async def balanced(ports: list[int]) -> AsyncIterator[str]:
    """Run a proxy that distributes requests to the processes in turn; yield its address."""
    turns = cycle(ports)
    async with ClientSession() as client:

        async def pass_on(request: web.Request) -> web.Response:
            body = await request.read()
            for _ in ports:
                try:
                    url = f"http://127.0.0.1:{next(turns)}/updates"
                    async with client.post(url, data=body, headers=request.headers) as answer:
                        return web.Response(status=answer.status)
                except ClientError:
                    continue
            raise web.HTTPBadGateway

        app = web.Application()
        app.router.add_post("/updates", pass_on)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/updates"
        await runner.cleanup()


async def waiting_parts(sessions: Sessions) -> int:
    async with sessions() as session:
        return int(
            await session.scalar(sql("SELECT count(*) FROM bot.updates WHERE status = 'waiting'")) or 0
        )


async def becomes_one_paste(text: str, person: Person, app: AppContext, words: str) -> None:
    """Wait until the text is one paste, in one card: on a busy machine a part may come late."""
    card = changed = await person.hears(words)
    while await text_behind(changed, app) != text:
        changed = await person.hears(words)
    assert changed.id == card.id


async def test_parts_may_reach_several_processes_and_one_of_them_may_die(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, sessions: Sessions, redis: Redis
) -> None:
    ports = [free_port(), free_port()]
    async with balanced(ports) as url, AsyncExitStack() as running:
        shared = environment(telegram, postgres, app) | {"WEBHOOK_URL": url, "WEBHOOK_SECRET": SECRET}
        processes = [BotProcess(shared | {"BOT_PORT": str(port)}) for port in ports]
        await asyncio.gather(*map(running.enter_async_context, processes))
        alice = await registered(telegram.person("Alice"), "alice")
        text = long_text(30_000, "Spread")
        await alice.says_in_parts(cut_through_a_sign(text))
        await alice.sees_it_typing()
        await becomes_one_paste(text, alice, app, "/alice/spread")
        text = long_text(30_000, "Orphaned")
        parts = cut_through_a_sign(text)
        await alice.says_in_parts(parts[:4])
        await alice.sees_it_typing()
        processes[0].stop(signal.SIGKILL)
        await alice.says_in_parts(parts[4:])
        await becomes_one_paste(text, alice, app, "/alice/orphaned")
    assert [post.title for post in await pastes(app)] == ["Spread", "Orphaned"]


async def test_processes_that_end_in_the_middle_lose_nothing(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, sessions: Sessions, redis: Redis
) -> None:
    settings = environment(telegram, postgres, app)
    stopped, killed = long_text(30_000, "Stopped"), long_text(30_000, "Killed")
    async with BotProcess(settings):
        alice = await registered(telegram.person("Alice"), "alice")
        await alice.says_in_parts(cut_through_a_sign(stopped)[:4])
        await alice.sees_it_typing()
    assert await waiting_parts(sessions) > 0
    await alice.says_in_parts(cut_through_a_sign(stopped)[4:])
    async with BotProcess(settings) as process:
        await becomes_one_paste(stopped, alice, app, "/alice/stopped")
        await alice.says_in_parts(cut_through_a_sign(killed)[:4])
        await alice.sees_it_typing()
        async with outage.stopped(postgres):
            await alice.says_in_parts(cut_through_a_sign(killed)[4:])
            await process.logs("database_unavailable")
            process.stop(signal.SIGKILL)
            await process.process.wait()
    async with BotProcess(settings):
        await becomes_one_paste(killed, alice, app, "/alice/killed")
    assert [post.title for post in await pastes(app)] == ["Stopped", "Killed"]
