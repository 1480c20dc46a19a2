"""The state that survives a restart."""

import asyncio
import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.types import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup

from local.telegram.snapshot import Snapshot
from local.telegram.state import State
from tests.conversation import Person, Telegram


async def test_everything_survives_a_restart(tmp_path: Path, connect: Callable[[Telegram], Bot]) -> None:
    rows = [[InlineKeyboardButton(text="a", callback_data="b")]]
    async with Telegram(folder=tmp_path) as telegram:
        alice, bot = telegram.person("Alice"), connect(telegram)
        await alice.sends_file("main.py", b"print()", caption="see https://a.bc")
        await bot.send_message(
            alice.id, "<b>x</b>", parse_mode="HTML", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows)
        )
        await bot.set_my_commands([BotCommand(command="help", description="Help")])
        await alice.sends_sticker()
        before = telegram.world.page_snapshot(alice.account)
    async with Telegram(folder=tmp_path) as telegram:
        bot = connect(telegram)
        account = telegram.world.state.people[alice.id]
        assert telegram.world.page_snapshot(account) == before
        file, sticker = await bot.get_updates()
        assert file.message is not None
        assert file.message.document is not None
        content = await bot.download(file.message.document.file_id)
        assert content is not None
        assert content.read() == b"print()"
        assert sticker.message is not None
        sent = await bot.send_message(alice.id, "next")
        assert sent.message_id == sticker.message.message_id + 1


async def test_a_snapshot_of_before_there_were_groups_is_read(
    tmp_path: Path, connect: Callable[[Telegram], Bot]
) -> None:
    person = {"id": 5000000001, "first_name": "Alice", "started": True}
    said = {"message_id": 1, "chat_id": 5000000001, "from_bot": False, "date": 1, "text": "hello"}
    state = {"people": {"5000000001": person}, "messages": {"5000000001": {"1": said}}, "next_message_id": 2}
    (tmp_path / "state.json").write_text(json.dumps({"state": state, "clean": True}))
    async with Telegram(folder=tmp_path) as telegram:
        alice = telegram.person("Alice")
        assert [(message.author, message.text) for message in alice.messages] == [("Alice", "hello")]
        sent = await connect(telegram).send_message(alice.id, "next")
        assert sent.message_id == 2


async def test_groups_survive_a_restart(tmp_path: Path, connect: Callable[[Telegram], Bot]) -> None:
    async with Telegram(folder=tmp_path, privacy_mode=False) as telegram:
        alice = telegram.person("Alice")
        developers = telegram.group("Developers", [alice])
        developers.promotes_bot("can_delete_messages")
        await developers.says(alice, "hello")
        before = telegram.world.page_snapshot(alice.account)
    async with Telegram(folder=tmp_path) as telegram:
        assert telegram.world.page_snapshot(telegram.world.state.people[alice.id]) == before
        administrators = await connect(telegram).get_chat_administrators(developers.id)
        assert [member.status for member in administrators] == ["creator", "administrator"]
        sent = await connect(telegram).send_message(developers.id, "next")
        assert sent.message_id == before["groups"][0]["messages"][-1]["message_id"] + 1


async def test_changes_are_on_disk_without_a_stop(tmp_path: Path) -> None:
    async with Telegram(folder=tmp_path) as telegram:
        alice = telegram.person("Alice")
        await alice.says("hello")
        assert telegram.world.snapshot is not None
        await telegram.world.snapshot.saved()
        saved = json.loads((tmp_path / "state.json").read_bytes())
        assert saved["clean"] is False
        messages = saved["state"]["messages"][str(alice.id)].values()
        assert [message["text"] for message in messages] == ["hello"]


async def test_after_a_crash_no_id_is_assigned_again(tmp_path: Path) -> None:
    async with Telegram(folder=tmp_path) as telegram:
        alice = telegram.person("Alice")
        await alice.says("hello")
        assert telegram.world.snapshot is not None
        await telegram.world.snapshot.saved()
        crashed = (tmp_path / "state.json").read_bytes()
        lost = await alice.says("after the snapshot")
    (tmp_path / "state.json").write_bytes(crashed)
    state = Snapshot(tmp_path / "state.json").load()
    assert state.next_message_id > lost.id
    assert state.next_update_id > telegram.world.state.next_update_id


async def test_a_stop_in_the_middle_of_a_write_has_the_last_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing, write = threading.Event(), os.fsync

    def slow(file: int) -> None:
        writing.set()
        time.sleep(0.05)
        write(file)

    monkeypatch.setattr(os, "fsync", slow)
    async with Telegram(folder=tmp_path) as telegram:
        await telegram.person("Alice").says("hello")
        await asyncio.to_thread(writing.wait)
    assert json.loads((tmp_path / "state.json").read_bytes())["clean"] is True


async def test_without_a_folder_nothing_stays(telegram: Telegram, alice: Person) -> None:
    await alice.sends_file("a.txt", b"x")
    folder = telegram.world.files.upload_path().parent
    assert folder.exists()
    await telegram.server.stop()
    assert not folder.exists()


def test_a_state_that_was_never_kept_is_a_new_one(tmp_path: Path) -> None:
    assert Snapshot(tmp_path / "state.json").load() == State()


def test_a_half_written_snapshot_is_never_read(tmp_path: Path) -> None:
    snapshot = Snapshot(tmp_path / "state.json")
    snapshot.finish(State(next_message_id=7))
    (tmp_path / "state.tmp").write_text("{")
    assert snapshot.load().next_message_id == 7


@pytest.mark.parametrize("content", ["", "{}", "[1]"])
def test_a_spoiled_snapshot_is_an_error_and_not_an_empty_world(tmp_path: Path, content: str) -> None:
    (tmp_path / "state.json").write_text(content)
    with pytest.raises(ValueError, match="Saved"):
        Snapshot(tmp_path / "state.json").load()
