"""The state that survives a restart."""

import asyncio
import json
import os
import threading

import pytest
from aiogram.types import BotCommand

from local.telegram.snapshot import Snapshot
from local.telegram.state import State
from tests.conversation import Telegram
from tests.local.telegram.calls import PRESS, content_of


async def test_everything_survives_a_restart(tmp_path, connect):
    async with Telegram(folder=tmp_path, privacy_mode=False) as telegram:
        alice, bot = telegram.person("Alice"), connect(telegram)
        await alice.sends_file("main.py", b"print()", caption="see https://a.bc")
        await bot.send_message(alice.id, "<b>x</b>", parse_mode="HTML", reply_markup=PRESS)
        await bot.set_my_commands([BotCommand(command="help", description="Help")])
        await alice.sends_sticker()
        developers = telegram.group("Developers", [alice])
        developers.promotes_bot("can_delete_messages")
        await developers.says(alice, "hello")
        before = telegram.world.page_snapshot(alice.account)
    async with Telegram(folder=tmp_path) as telegram:
        bot = connect(telegram)
        assert telegram.world.page_snapshot(telegram.world.state.people[alice.id]) == before
        file, sticker, *_ = await bot.get_updates()
        assert await content_of(bot, file.message.document) == b"print()"
        sent = await bot.send_message(alice.id, "next")
        assert sent.message_id == sticker.message.message_id + 1
        administrators = await bot.get_chat_administrators(developers.id)
        assert [member.status for member in administrators] == ["creator", "administrator"]
        sent = await bot.send_message(developers.id, "next")
        assert sent.message_id == before["groups"][0]["messages"][-1]["message_id"] + 1


async def test_a_snapshot_of_before_there_were_groups_is_read(tmp_path, connect):
    person = {"id": 5000000001, "first_name": "Alice", "started": True}
    said = {"message_id": 1, "chat_id": 5000000001, "from_bot": False, "date": 1, "text": "hello"}
    state = {"people": {"5000000001": person}, "messages": {"5000000001": {"1": said}}, "next_message_id": 2}
    (tmp_path / "state.json").write_text(json.dumps({"state": state, "clean": True}))
    async with Telegram(folder=tmp_path) as telegram:
        alice = telegram.person("Alice")
        assert [(message.author, message.text) for message in alice.messages] == [("Alice", "hello")]
        assert (await connect(telegram).send_message(alice.id, "next")).message_id == 2


async def test_changes_are_on_disk_without_a_stop_and_after_a_crash_no_id_is_assigned_again(tmp_path):
    file = tmp_path / "state.json"
    async with Telegram(folder=tmp_path) as telegram:
        alice = telegram.person("Alice")
        await alice.says("hello")
        assert telegram.world.snapshot
        await telegram.world.snapshot.saved()
        crashed = file.read_bytes()
        lost = await alice.says("after the snapshot")
    saved = json.loads(crashed)
    assert saved["clean"] is False
    messages = saved["state"]["messages"][str(alice.id)].values()
    assert [message["text"] for message in messages] == ["hello"]
    file.write_bytes(crashed)
    state = Snapshot(file).load()
    assert state.next_message_id > lost.id
    assert state.next_update_id > telegram.world.state.next_update_id


async def test_a_stop_in_the_middle_of_a_write_has_the_last_word(tmp_path, monkeypatch):
    writing, stopping, write = threading.Event(), threading.Event(), os.fsync

    def slow(file):
        writing.set()
        stopping.wait(0.05)
        write(file)

    monkeypatch.setattr(os, "fsync", slow)
    async with Telegram(folder=tmp_path) as telegram:
        await telegram.person("Alice").says("hello")
        await asyncio.to_thread(writing.wait)
    assert json.loads((tmp_path / "state.json").read_bytes())["clean"] is True


async def test_without_a_folder_nothing_stays(telegram, alice):
    await alice.sends_file("a.txt", b"x")
    folder = telegram.world.files.upload_path().parent
    assert folder.exists()
    await telegram.server.stop()
    assert not folder.exists()


def test_a_half_written_snapshot_is_never_read(tmp_path):
    snapshot = Snapshot(tmp_path / "state.json")
    assert snapshot.load() == State()
    snapshot.finish(State(next_message_id=7))
    (tmp_path / "state.tmp").write_text("{")
    assert snapshot.load().next_message_id == 7


@pytest.mark.parametrize("content", ["", "{}", "[1]"])
def test_a_spoiled_snapshot_is_an_error_and_not_an_empty_world(tmp_path, content):
    (tmp_path / "state.json").write_text(content)
    with pytest.raises(ValueError, match="Saved"):
        Snapshot(tmp_path / "state.json").load()
