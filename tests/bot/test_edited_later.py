"""Edits of messages whose paste was changed or deleted since."""

import asyncio

import pytest
from aiogram import Bot
from sqlalchemy import text as sql

from bot.context import AppContext
from bot.services import open_services
from posts.texts.drafts import draft_of_text
from tests.bot.conftest import Limits, pasted, published
from tests.bot.long_texts import long_text
from tests.conversation import Person, Telegram


async def deleted(person: Person, title: str) -> None:
    await person.presses("Delete")
    await person.hears(f"Delete “{title}”")
    await person.presses("Yes, delete")
    await person.hears("is deleted")


async def test_the_one_message_of_a_paste_is_followed_also_where_its_text_was_replaced_since(
    alice: Person, app: AppContext
) -> None:
    said = await alice.says("tele v1")
    card = await alice.hears("/alice/tele-v1")
    answer = await alice.replies(card, "by reply")
    await alice.hears("\\(version 2\\)")
    await alice.edits(said, "tele v2")
    changed = await alice.hears("\\(version 3\\). The text it replaced is in the history")
    assert changed.id == card.id
    assert await published(app, "alice/tele-v1") == "tele v2"
    await alice.edits(answer, "by another reply")
    await alice.hears("\\(version 4\\). The text it replaced")
    await alice.edits(answer, "by the last reply")
    await alice.hears(r"updated the paste \(version 5\)\.\n")
    assert await published(app, "alice/tele-v1") == "by the last reply"


async def test_a_file_and_its_successor_are_told_apart(alice: Person, app: AppContext) -> None:
    file = await alice.sends_file("a.py", b"x = 1\n", caption="words")
    card = await alice.hears("/alice/a.py")
    await alice.replies(card, "x = 2")
    await alice.hears("\\(version 2\\)")
    # Nothing but the caption is another: the file is still the one that was replaced.
    await alice.edits(file, "/new My program")
    await alice.hears("(?s)Renamed.*/alice/my-program")
    assert await published(app, "alice/my-program") == "x = 2"


async def test_what_it_said_when_it_was_replaced_is_no_edit(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    said = await alice.says("tele v1")
    card = await alice.hears("/alice/tele-v1")
    await alice.replies(card, "by reply")
    await alice.hears("\\(version 2\\)")
    world = telegram.world
    # As an app does for a preview.
    world.updates.put("edited_message", world.render(world.state.messages[alice.id][said.id]))
    await alice.says("next")
    await alice.hears_nothing_of("version 3", until=alice.hears("/alice/next"))
    assert await published(app, "alice/tele-v1") == "by reply"


async def test_a_message_that_was_replaced_is_no_new_paste_when_it_is_delivered_again(
    telegram: Telegram, alice: Person
) -> None:
    card = await pasted(alice, "tele v1")
    first = await alice.replies(card, "by reply")
    await alice.hears("\\(version 2\\)")
    await alice.replies(card, "by another reply")
    await alice.hears("\\(version 3\\)")
    world = telegram.world
    world.updates.put("message", world.render(world.state.messages[alice.id][first.id]))
    await alice.says("next")
    await alice.hears_nothing_of("/alice/by-reply", until=alice.hears("/alice/next"))


async def test_an_edit_of_a_deleted_paste_says_so_and_one_press_brings_it_back(
    alice: Person, app: AppContext
) -> None:
    said = await alice.says("short lived")
    await alice.hears("/alice/short-lived")
    await deleted(alice, "short lived")
    await alice.edits(said, "longer lived")
    gone = await alice.hears(
        "“short lived” is deleted, so this edit didn't change it. You can restore the paste"
    )
    await alice.presses("Undo", on=gone)
    assert (await alice.hears("It's back, with the same link")).id == gone.id
    await alice.edits(said, "long lived")
    assert (await alice.hears("\\(version 2\\)")).id == gone.id
    assert await published(app, "alice/short-lived") == "long lived"


async def test_an_edit_of_a_deleted_or_expired_paste_says_so(alice: Person, app: AppContext) -> None:
    for over, says in (
        ("deleted_at = now() - interval '11 minutes'", "was deleted"),
        ("expires_at = now()", "has expired"),
    ):
        said = await alice.says("short lived")
        await alice.hears("/alice/short-lived")
        async with app.sessions.begin() as session:
            await session.execute(
                sql(f"UPDATE posts.posts SET {over} WHERE id = (SELECT max(id) FROM posts.posts)")
            )
        await alice.edits(said, "longer lived")
        heard = await alice.hears(says)
        assert heard.buttons == []


@pytest.mark.usefixtures("bot")
async def test_in_russian(telegram: Telegram, limits: Limits, app: AppContext) -> None:
    masha = telegram.person("Маша", language="ru")
    said = await masha.says("Мой текст")
    await masha.hears("Сохранил «Мой текст»")
    await masha.says("masha")
    card = await masha.hears("/masha/moi-tekst")
    await masha.replies(card, "Другой текст")
    await masha.hears("версия 2")
    await masha.edits(said, "Мой исправленный текст")
    await masha.hears(r"изменили сообщение — запись обновлена \(версия 3\). Прежний текст остался в истории")
    await masha.presses("Удалить")
    await masha.presses("Да, удалить", on=await masha.hears("Удалить «Мой текст»"))
    await masha.hears("удалена")
    await masha.edits(said, "Мой последний текст")
    await masha.hears("«Мой текст» удалена, поэтому правка её не изменила")
    long = await masha.says(long_text(9_000, "Длинный текст"))
    await masha.replies(await masha.hears("/masha/dlinnyi-tekst"), "Короткий")
    await masha.hears("версия 2")
    await masha.edits(long, "Исправлено")
    await masha.hears("«Длинный текст»: у записи теперь новый текст.*Ответьте на карточку .*«Изменить»")


async def a_row_is_waited_for(app: AppContext) -> None:
    waiting = sql("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
    async with app.sessions() as session:
        for _ in range(1_000):
            if await session.scalar(waiting):
                return
            await asyncio.sleep(0.01)
    raise AssertionError("nobody waits")


async def test_a_text_that_comes_from_another_chat_meanwhile_is_not_undone(
    bot: Bot, alice: Person, app: AppContext
) -> None:
    _, last = await alice.says_in_parts(["word " * 800, "the end"])
    await alice.hears("/alice/word-word")
    async with open_services(app, bot.id) as services:
        author = await services.accounts.find("alice")
        (post,) = (await services.posts.page_of(author.id, 0, 10)).posts
        await services.editing.revise(author, post.id, draft_of_text("from another chat"))
        await alice.edits(last, "another end")
        await a_row_is_waited_for(app)
    await alice.hears("This edit didn't change")
    assert await published(app, post.url) == "from another chat"
