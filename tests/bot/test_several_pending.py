"""An album over a limit gets one card, and one press publishes all of it."""

from itertools import count
from typing import Any

import pytest
from aiogram import Bot
from redis.asyncio import Redis

from bot.context import AppContext
from posts.drafts.batches import BatchRelease, ReleasedBatch
from tests.bot.conftest import Limits, pasted
from tests.bot.credentials import TOKEN
from tests.bot.published import pastes, text_behind
from tests.bot.test_limits import the_window_ends
from tests.conversation import Person, Telegram

THREE = [("a.py", b"import os\n"), ("b.txt", b"notes\n"), ("c.py", b"x = 1\n")]
BUTTONS = ["📤 Publish all", "⏸ One by one", "✖ Cancel all"]


async def held_back(alice: Person, limits: Limits) -> None:
    limits.limit_pastes_a_minute = 1
    await pasted(alice, "the first")


async def test_one_notice_lists_the_files_and_one_press_publishes_them(
    alice: Person, limits: Limits, redis: Redis, app: AppContext
) -> None:
    await held_back(alice, limits)
    sent = await alice.sends_album(THREE)
    notice = await alice.hears("(?s)Saved, not published: 3 texts.*1. a.py\n2. b.txt\n3. c.py")
    assert notice.matches(
        "The limit is 1 paste a minute. In (1 minute|\\d+ seconds) you can publish as many as fit"
    )
    assert notice.buttons == BUTTONS
    assert notice.reply_to == sent[0].id
    assert len([message for message in alice.messages if message.matches("Saved, not published")]) == 1
    await alice.presses("Publish all")
    await alice.hears_toast("Not yet: try again in (1 minute|\\d+ seconds)")
    limits.limit_pastes_a_minute = 60
    await alice.presses("Publish all")
    listed = await alice.hears("3 pastes.*published together")
    assert listed.id == notice.id
    assert [post.title for post in await pastes(app)] == ["the first", "a.py", "b.txt", "c.py"]
    await alice.presses("^3$", on=listed)
    assert await text_behind(await alice.hears("/alice/c.py"), app) == "x = 1\n"
    await alice.presses("Published together", on=listed)
    await alice.hears("3 pastes.*published together")


async def test_as_many_are_published_as_there_is_room_for(
    alice: Person, limits: Limits, redis: Redis, app: AppContext
) -> None:
    await held_back(alice, limits)
    await alice.sends_album(THREE)
    notice = await alice.hears("3 texts")
    await the_window_ends(redis)
    await alice.presses("Publish all", on=notice)
    await alice.hears_toast("1 paste published. The rest will have to wait")
    await alice.hears("/alice/a.py")
    [left] = [message for message in alice.messages if message.id == notice.id]
    assert left.matches("(?s)2 texts.*1. b.txt\n2. c.py")
    assert left.buttons == BUTTONS
    await the_window_ends(redis)
    await alice.presses("Publish all", on=notice)
    await alice.hears("/alice/b.txt")
    await the_window_ends(redis)
    await alice.presses("Publish all", on=notice)
    assert (await alice.hears("/alice/c.py")).id == notice.id
    assert len(await pastes(app)) == 4


async def test_what_is_too_much_for_the_memory_at_once_is_published_in_portions(
    alice: Person, limits: Limits, app: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    await held_back(alice, limits)
    await alice.sends_album([*THREE, ("d.txt", b"more notes\n"), ("e.txt", b"a sixth part\n")])
    notice = await alice.hears("5 texts")
    limits.limit_pastes_a_minute = 60
    monkeypatch.setattr("posts.drafts.batches.MAX_FILE_BYTES", 20)
    await alice.presses("Publish all", on=notice)
    await alice.hears("(?s)2 pastes.*published together.*a.py.*b.txt")
    await alice.hears("(?s)2 pastes.*published together.*c.py.*d.txt")
    assert (await alice.hears("/alice/e.txt")).id == notice.id
    assert [post.title for post in await pastes(app)][1:] == ["a.py", "b.txt", "c.py", "d.txt", "e.txt"]


async def test_of_portions_none_is_published_twice_where_one_fails(
    alice: Person, limits: Limits, app: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    await held_back(alice, limits)
    await alice.sends_album(THREE)
    notice = await alice.hears("3 texts")
    limits.limit_pastes_a_minute = 60
    monkeypatch.setattr("posts.drafts.batches.MAX_FILE_BYTES", 1)
    released, calls = BatchRelease.release_batch, count(1)

    async def fail_once(*arguments: Any) -> ReleasedBatch:
        if next(calls) == 2:
            raise ZeroDivisionError
        return await released(*arguments)

    monkeypatch.setattr(BatchRelease, "release_batch", fail_once)
    await alice.presses("Publish all", on=notice)
    await alice.hears("/alice/a.py")
    await alice.hears("/alice/b.txt")
    assert (await alice.hears("/alice/c.py")).id == notice.id
    assert next(calls) == 5
    assert len([message for message in alice.messages if message.matches("/alice/[abc]")]) == 3
    assert [post.title for post in await pastes(app)] == ["the first", "a.py", "b.txt", "c.py"]


async def test_some_are_published_at_once_and_the_others_wait_together(alice: Person, limits: Limits) -> None:
    limits.limit_pastes_a_minute = 2
    await alice.sends_album([*THREE, ("d.txt", b"more notes\n")])
    await alice.hears("(?s)2 pastes.*published together.*a.py.*b.txt")
    await alice.hears("(?s)2 texts.*1. c.py\n2. d.txt")


async def test_each_of_them_is_in_the_list_of_what_waits(alice: Person, limits: Limits) -> None:
    await held_back(alice, limits)
    await alice.sends_album(THREE)
    notice = await alice.hears("3 texts")
    await alice.presses("One by one", on=notice)
    await alice.hears("(?s)Drafts, oldest first.*1. a.py\n2. b.txt\n3. c.py")
    await alice.presses("^2$", on=notice)
    await alice.hears("“b.txt”. The limit is 1 paste a minute")


async def test_all_can_be_dropped_but_only_those(alice: Person, limits: Limits, app: AppContext) -> None:
    await held_back(alice, limits)
    await alice.says(f"keys\ntoken = '{TOKEN}'")
    await alice.hears("Not published yet: “keys”")
    await alice.sends_album(THREE)
    notice = await alice.hears("3 texts")
    await alice.says("another text")
    await alice.hears("“another text”")
    await alice.presses("Cancel all", on=notice)
    await alice.hears("Drafts deleted, nothing published")
    await alice.says("/my")
    await alice.presses("Drafts: 2", on=await alice.hears("⏸ You have 2 drafts"))
    await alice.hears("1. keys\n2. another text")


async def test_the_second_of_two_quick_presses_publishes_nothing_more(
    telegram: Telegram, alice: Person, limits: Limits, app: AppContext
) -> None:
    await held_back(alice, limits)
    await alice.sends_album(THREE)
    notice = await alice.hears("3 texts")
    limits.limit_pastes_a_minute = 60
    telegram.world.updates.hold()
    for _ in range(2):
        await alice.presses("Publish all", on=notice)
    telegram.world.updates.release()
    await alice.hears("3 pastes.*published together")
    await alice.hears_toast("Already done")
    assert len(await pastes(app)) == 4


async def test_what_is_too_large_waits_with_its_like(alice: Person, limits: Limits) -> None:
    limits.limit_paste_size = 7
    await alice.sends_album([*THREE, ("d.txt", b"more notes\n")])
    await alice.hears("(?s)2 texts.*1. a.py\n2. d.txt.*Each is over the limit of 7\\sbytes for one paste")
    await alice.hears("2 pastes.*published together")


async def test_one_file_has_its_own_notice(alice: Person, limits: Limits) -> None:
    limits.limit_pastes_a_minute = 2
    await alice.sends_album(THREE)
    await alice.hears("Saved, not published: “c.py”")


async def test_in_russian(telegram: Telegram, bot: Bot, limits: Limits) -> None:
    masha = telegram.person("Маша", language="ru")
    await masha.says("/start")
    await masha.hears("выберите ник")
    await masha.presses("Взять masha")
    await masha.hears("Добро пожаловать")
    limits.limit_pastes_a_minute = 1
    await masha.sends_album([*THREE, ("d.txt", b"more notes\n")])
    await masha.hears("(?s)Сохранено, но не опубликовано: 3 текста.*1. b.txt.*Можно не больше 1 записи")
    limits.limit_pastes_a_minute = 3
    await masha.presses("Опубликовать все")
    await masha.hears_toast("Опубликованы 2 записи. Остальным придётся подождать")
    await masha.presses("Отменить все")
    await masha.hears("Черновики удалены, ничего не опубликовано")
