"""`python -m local.telegram`, as `make run` starts it."""

import asyncio
import signal
import socket
import sys

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientSession

from local.ports import free_port
from tests.local.process_tree import environment
from tests.patience import PATIENCE, awake

TOKEN = "123456789:abcdefghijklmnopqrstuvwxyz"


async def started(folder, **settings):
    ours = {"BOT_TOKEN": TOKEN, "DATA_DIR": str(folder / "data"), "LOG_FORMAT": "json"}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "local.telegram"),
        cwd=folder,
        env=environment(**ours | settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_it_serves_a_bot_and_ends_polls_and_streams_at_once(tmp_path):
    port = free_port()
    process = await started(tmp_path, CHAT_PORT=str(port))
    url = f"http://127.0.0.1:{port}"
    ready = await asyncio.wait_for(process.stderr.readline(), PATIENCE)
    assert f'"{url}"'.encode() in ready
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    async with Bot(TOKEN, session=session) as bot, ClientSession() as page:
        async with page.post(f"{url}/people", json={"first_name": "Alice"}) as response:
            person_id = (await response.json())["id"]
        await page.post(f"{url}/people/{person_id}/messages", json={"text": "hello"})
        (update,) = await bot.get_updates()
        poll = asyncio.create_task(bot.get_updates(offset=update.update_id + 1, timeout=30))
        async with page.get(f"{url}/people/{person_id}/events") as stream:
            assert b"snapshot" in await stream.content.readline()
            process.send_signal(signal.SIGTERM)
            async with awake(10):  # a third of the time that the poll has
                output, errors = await process.communicate()
        assert await poll == []
    assert (process.returncode, output, errors) == (0, b"", b"")


async def test_a_wrong_setting_ends_it_with_a_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        bad = await started(tmp_path, BOT_TOKEN="", CHAT_PORT="x")
        taken = await started(tmp_path, CHAT_PORT=str(other.getsockname()[1]))
        async with asyncio.timeout(PATIENCE):
            (output, errors), (_, taken_errors) = await asyncio.gather(bad.communicate(), taken.communicate())
    assert bad.returncode == taken.returncode == 1
    assert output == b""
    assert [line.split()[0] for line in errors.decode().splitlines()] == ["BOT_TOKEN", "CHAT_PORT"]
    assert taken_errors.startswith(b"CHAT_HOST or CHAT_PORT cannot be used")
    assert taken_errors.count(b"\n") == 1
