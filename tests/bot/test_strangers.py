"""A stranger is asked for a username once, however much they send."""

import asyncio

from aiogram import Bot
from redis.asyncio import Redis

from bot.context import AppContext
from tests.bot.conftest import registered
from tests.bot.long_texts import cut_with_a_short_end, long_text
from tests.bot.published import pastes
from tests.chat_message import ChatMessage
from tests.conversation import Person, Telegram
from tests.patience import PATIENCE


def said_by_the_bot(person: Person) -> list[ChatMessage]:
    return [message for message in person.messages if message.from_bot]


async def test_several_texts_are_kept_under_one_prompt(telegram: Telegram, bot: Bot, app: AppContext) -> None:
    carol = telegram.person("Carol")
    await carol.says("buy some milk")
    asked = await carol.hears("Saved “buy some milk”. Pick a username to get its link")
    for number, text in enumerate(("call mum", "print(1)", "one more thing"), 1):
        said = await carol.says(text)
        counted = await carol.hears(f"Saved “buy some milk” and {number} more")
        assert counted.id == asked.id
        await carol.until(lambda: carol.messages[-1].reaction == "👌")
        assert carol.messages[-1].id == said.id
    assert len(said_by_the_bot(carol)) == 1
    await carol.presses("Use “carol”", on=asked)
    await carol.hears("/carol/one-more-thing")
    assert len(await pastes(app)) == 4


async def test_also_where_all_come_at_once(telegram: Telegram, bot: Bot) -> None:
    carol = telegram.person("Carol")
    telegram.world.updates.hold()
    for text in ("buy some milk", "call mum", "print(1)"):
        await carol.says(text)
    telegram.world.updates.release()
    await carol.hears("Saved “buy some milk” and 2 more")
    await carol.sends_album([("a.py", b"import os"), ("b.py", b"import sys")])
    await carol.hears("Saved “buy some milk” and 4 more")
    assert len(said_by_the_bot(carol)) == 1


async def test_in_russian(telegram: Telegram, bot: Bot) -> None:
    masha = telegram.person("Маша", language="ru")
    await masha.says("купить молока")
    await masha.hears("Сохранил «купить молока». Выберите ник")
    await masha.says("позвонить маме")
    await masha.hears("Сохранил «купить молока» и ещё 1")
    assert len(said_by_the_bot(masha)) == 1


async def test_who_was_greeted_is_told_what_is_kept_and_asked_there(telegram: Telegram, bot: Bot) -> None:
    carol = telegram.person("Carol")
    await carol.says("/start")
    await carol.hears("choose your username")
    await carol.says("buy some milk")
    await carol.hears("Saved “buy some milk”. Pick a username")
    await carol.says("/start")
    again = await carol.hears("Saved “buy some milk”. Pick a username")
    await carol.says("call mum")
    assert (await carol.hears("Saved “buy some milk” and 1 more")).id == again.id


async def test_who_has_left_the_question_is_asked_anew(telegram: Telegram, bot: Bot) -> None:
    carol = telegram.person("Carol")
    await carol.says("buy some milk")
    asked = await carol.hears("Saved “buy some milk”")
    await carol.says("/cancel")
    await carol.hears("Cancelled")
    await carol.says("call mum")
    assert (await carol.hears("Saved “buy some milk” and 1 more")).id > asked.id


async def test_where_nobody_remembers_the_prompt_there_is_a_new_one(
    telegram: Telegram, bot: Bot, redis: Redis
) -> None:
    carol = telegram.person("Carol")
    await carol.says("buy some milk")
    asked = await carol.hears("Saved “buy some milk”")
    async with asyncio.timeout(PATIENCE):
        while not await redis.keys("bot:card:*"):  # noqa: ASYNC110 - Redis tells nobody
            await asyncio.sleep(0.01)
    await redis.flushall()
    await carol.says("call mum")
    assert (await carol.hears("Saved “buy some milk” and 1 more")).id > asked.id


async def test_parts_of_one_text_are_counted_as_one(telegram: Telegram, bot: Bot) -> None:
    carol = telegram.person("Carol")
    telegram.world.updates.hold()
    parts = await carol.says_in_parts(cut_with_a_short_end(long_text(12_000)))
    telegram.world.updates.release([len(parts) - 1])
    asked = await carol.hears("Saved “(?!A long text)")
    telegram.world.updates.release()
    assert (await carol.hears("Saved “A long text”. Pick a username")).id == asked.id


async def test_after_the_account_the_next_stranger_in_the_chat_is_asked_anew(
    telegram: Telegram, bot: Bot
) -> None:
    carol = telegram.person("Carol")
    await carol.says("buy some milk")
    asked = await carol.hears("Saved “buy some milk”")
    await carol.says("carol")
    await carol.hears("/carol/buy-some-milk")
    await carol.says("/password")
    await carol.hears("Send me the new password")
    await carol.says("long enough")
    await carol.hears("password for carol is set")
    await carol.says("/logout")
    await carol.hears("no longer linked to carol")
    await carol.says("call mum")
    assert (await carol.hears("Saved “call mum”. Pick a username")).id > asked.id


async def test_the_notice_in_a_group_goes_as_soon_as_they_register(telegram: Telegram, alice: Person) -> None:
    carol, dave = telegram.person("Carol"), telegram.person("Dave")
    group = telegram.group("Friends", [alice, carol, dave])
    notices = []
    for person in (carol, dave):
        said = await group.says(alice, "How to make tea")
        await group.replies(person, said, "/paste")
        notices.append(await group.hears("Saved for you"))
    await carol.says("/start paste")
    await carol.hears("Saved “How to make tea”")
    await carol.says("carol")
    await group.hears("/carol/how-to-make-tea")
    await group[carol].until(lambda: notices[0].deleted)
    assert not notices[1].deleted
    await dave.says("/start paste")
    await dave.hears("Saved “How to make tea”")
    await dave.presses("Use “dave”")
    await group[dave].until(lambda: notices[1].deleted)


async def test_it_goes_too_where_they_log_in(telegram: Telegram, alice: Person) -> None:
    await alice.says("/password")
    await alice.hears("Send me the new password")
    await alice.says("long enough")
    await alice.hears("password for alice is set")
    phone = telegram.person("Alice's phone")
    bob = await registered(telegram.person("Bob"), "bob")
    group = telegram.group("Friends", [bob, phone])
    said = await group.says(bob, "How to make tea")
    await group.replies(phone, said, "/paste")
    notice = await group.hears("Saved for you")
    await phone.says("/login alice long enough")
    await phone.hears("linked to alice now")
    await group[phone].until(lambda: notice.deleted)
