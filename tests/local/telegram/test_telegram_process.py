"""`python -m local.telegram`, as `make run` starts it."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from aiohttp import ClientSession

from tests.patience import PATIENCE, awake

TOKEN = "123456789:abcdefghijklmnopqrstuvwxyz"
ROOT = Path(__file__).parents[3]
Process = asyncio.subprocess.Process
Start = Callable[..., Awaitable[Process]]


@pytest.fixture
def port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
async def start(tmp_path: Path, port: int) -> AsyncIterator[Start]:
    processes: list[Process] = []

    async def started(**settings: str) -> Process:
        known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LOG_FORMAT": "json"}
        ours = {"BOT_TOKEN": TOKEN, "CHAT_PORT": str(port), "DATA_DIR": str(tmp_path / "data")}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "local.telegram",
            cwd=tmp_path,
            env={**known, **ours, **settings},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        processes.append(process)
        return process

    yield started
    for process in processes:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ready(process: Process) -> str:
    assert process.stderr is not None
    return (await asyncio.wait_for(process.stderr.readline(), PATIENCE)).decode()


async def test_it_serves_a_bot_keeps_its_state_and_stops_at_once(start: Start, port: int) -> None:
    process = await start()
    assert f'"http://127.0.0.1:{port}"' in await ready(process)
    url = f"http://127.0.0.1:{port}"
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    async with Bot(TOKEN, session=session) as bot, ClientSession() as page:
        async with page.post(f"{url}/people", json={"first_name": "Alice"}) as response:
            person_id = (await response.json())["id"]
        await page.post(f"{url}/people/{person_id}/messages", json={"text": "hello"})
        rows = [[InlineKeyboardButton(text="a", callback_data="b")]]
        await bot.send_message(
            person_id,
            "hello",
            entities=[MessageEntity(type="bold", offset=0, length=5)],
            reply_markup=InlineKeyboardMarkup(inline_keyboard=rows),
        )
        await bot.set_my_commands([BotCommand(command="help", description="Help")])
        (update,) = await bot.get_updates()
        poll = asyncio.create_task(bot.get_updates(offset=update.update_id + 1, timeout=30))
        async with page.get(f"{url}/people/{person_id}/events") as stream:
            assert b"snapshot" in await stream.content.readline()
            process.send_signal(signal.SIGTERM)
            async with awake(10):  # a third of the time that the poll has
                output, errors = await process.communicate()
        assert await poll == []
    assert (process.returncode, output, errors) == (0, b"", b"")


async def test_each_bad_setting_is_named_in_a_line(start: Start) -> None:
    process = await start(BOT_TOKEN="", CHAT_PORT="x")
    output, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 1
    assert output == b""
    assert [line.split()[0] for line in errors.decode().splitlines()] == ["BOT_TOKEN", "CHAT_PORT"]


async def test_a_taken_port_is_named_in_a_line(start: Start, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        process = await start()
        _, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 1
    assert errors.decode().startswith("CHAT_HOST or CHAT_PORT cannot be used")
    assert errors.count(b"\n") == 1
