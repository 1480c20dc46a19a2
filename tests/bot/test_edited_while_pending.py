"""Edits of messages that are pending drafts: the card changes, and no other is sent."""

import pytest
from redis.asyncio import Redis

from bot.context import AppContext
from tests.bot.conftest import Limits, pasted, published
from tests.bot.credentials import TOKEN
from tests.bot.test_limits import the_window_ends
from tests.conversation import Person, Telegram


async def test_the_notice_of_a_limit_changes_in_place_edit_for_edit(
    alice: Person, limits: Limits, redis: Redis, app: AppContext
) -> None:
    limits.limit_pastes_a_minute = 1
    await pasted(alice, "thing 1")
    said = await alice.says("thing 2")
    held = await alice.hears("not published: “thing 2”")
    await alice.edits(said, "thing 3")
    await alice.edits(said, "thing 4")
    changed = await alice.hears("not published: “thing 4”")
    assert changed.id == held.id == alice.messages[-1].id
    await the_window_ends(redis)
    await alice.presses("Publish now")
    assert (await alice.hears("/alice/thing-4")).id == held.id
    assert await published(app, "alice/thing-4") == "thing 4"


async def test_the_notice_becomes_the_card_of_what_an_edit_publishes(alice: Person, app: AppContext) -> None:
    said = await alice.says(f"settings\ntoken = '{TOKEN}'")
    held = await alice.hears("seems to contain a secret")
    await alice.edits(said, f"settings\n\ntoken = '{TOKEN}'")
    assert (await alice.hears("line 3: a GitHub token")).id == held.id
    await alice.edits(said, "settings\ntoken = FROM_ENVIRONMENT")
    card = await alice.hears("/alice/settings")
    assert card.id == held.id
    await alice.replies(card, "by reply")
    assert (await alice.hears("\\(version 2\\)")).id == held.id
    assert await published(app, "alice/settings") == "by reply"


async def test_the_notice_of_a_new_text_is_settled_by_an_edit_that_is_followed(
    alice: Person, app: AppContext
) -> None:
    said = await alice.says("settings")
    card = await alice.hears("/alice/settings")
    await alice.edits(said, f"settings\ntoken = '{TOKEN}'")
    held = await alice.hears("seems to contain a secret")
    await alice.edits(said, "settings\ntoken = FROM_ENVIRONMENT")
    assert (await alice.hears("\\(version 2\\)")).id == card.id
    settled = await alice.hears("Done: you edited the message")
    assert (settled.id, settled.buttons) == (held.id, [])


async def test_a_reply_to_a_notice_is_a_new_paste(alice: Person, limits: Limits, app: AppContext) -> None:
    limits.limit_paste_size = 10
    await alice.says("a long story")
    held = await alice.hears("not published")
    await alice.replies(held, "a thing")
    await alice.hears("/alice/a-thing")
    assert await published(app, "alice/a-thing") == "a thing"


@pytest.mark.usefixtures("bot")
async def test_in_russian(telegram: Telegram, limits: Limits) -> None:
    masha = telegram.person("Маша", language="ru")
    said = await masha.says("Мой текст")
    await masha.hears("Сохранил «Мой текст»")
    await masha.says("masha")
    await masha.hears("/masha/moi-tekst")
    limits.limit_paste_size = 10
    await masha.edits(said, "Мой длинный текст")
    held = await masha.hears("не опубликовано")
    await masha.edits(said, "Мой")
    await masha.hears("версия 2")
    assert (await masha.hears("Готово: вы изменили сообщение")).id == held.id
