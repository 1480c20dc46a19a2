"""Texts over a limit wait as drafts, with a card that says when they can be published."""

import pytest
from aiogram import Bot, Dispatcher
from redis.asyncio import Redis

from bot.context import AppContext
from bot.telegram_client import connect_with_retries
from tests.bot.conftest import Limits, at_work, pasted, published, registered, settings_for
from tests.conversation import Person, Telegram


async def the_window_ends(redis: Redis) -> None:
    for key in await redis.keys("posts:*"):
        await redis.delete(key)


async def test_over_the_pastes_of_a_minute_it_is_kept_and_published_later(
    alice: Person, limits: Limits, redis: Redis, app: AppContext
) -> None:
    limits.limit_pastes_a_minute = 2
    for number in (1, 2):
        await pasted(alice, f"thing {number}")
    await alice.says("thing 3\r\n🎉")
    said = r"“thing 3”. The limit is 2 pastes a minute. You can publish it in (\d+ seconds|1 minute)"
    held = await alice.hears(said)
    assert held.text.endswith("I keep drafts for 30 days.")
    # The second press goes with the buttons of before, as of somebody who cannot wait.
    for _ in range(2):
        await alice.presses("Publish now")
    for _ in range(2):
        await alice.hears_toast(r"Not yet: try again in (\d+ seconds|1 minute). The draft is saved")
    await the_window_ends(redis)
    await alice.presses("Publish now")
    card = await alice.hears("/alice/thing-3")
    assert card.id == held.id
    assert await published(app, "alice/thing-3") == "thing 3\r\n🎉"
    await alice.presses("Rename")
    await alice.hears("new title for “thing 3”")


async def test_over_the_bytes_of_a_day_it_is_kept_too(
    alice: Person, limits: Limits, redis: Redis, app: AppContext
) -> None:
    limits.limit_bytes_a_day = 2048
    await pasted(alice, "a" * 1500)
    await alice.says("b" * 1500)
    await alice.hears(
        "The limit is 2\\skB a day, and this would go over it. You can publish it in (24 hours|1 day)"
    )
    # What fits still goes out, and the refused one has cost no paste of the minute.
    await pasted(alice, "small")
    await the_window_ends(redis)
    await alice.presses("Publish now")
    await alice.hears("/alice/bbb")
    assert await published(app, "alice/" + "b" * 64) == "b" * 1500


async def test_a_draft_can_be_dropped_and_an_edit_over_the_limit_is_one_too(
    alice: Person, limits: Limits, redis: Redis, app: AppContext
) -> None:
    limits.limit_pastes_a_minute = 1
    card = await pasted(alice, "thing 1")
    await alice.says("thing 2")
    await alice.hears("The limit is 1 paste a minute")
    await alice.presses("Cancel")
    await alice.hears("Drafts? deleted")
    await alice.replies(card, "thing 1, changed")
    await alice.hears("Saved, not published: the new text of “thing 1”. The limit is 1 paste a minute")
    assert await published(app, "alice/thing-1") == "thing 1"
    await the_window_ends(redis)
    await alice.presses("Publish now")
    await alice.hears("(?s)^thing 1\n.*version 2")
    assert await published(app, "alice/thing-1") == "thing 1, changed"


async def test_what_was_to_change_a_paste_that_is_gone_is_published_as_a_new_one(
    alice: Person, limits: Limits, redis: Redis, app: AppContext
) -> None:
    limits.limit_pastes_a_minute = 1
    card = await pasted(alice, "thing 1")
    await alice.replies(card, "thing 1, changed")
    held = await alice.hears("the new text of “thing 1”")
    await alice.presses("Delete", on=card)
    await alice.hears("Delete “thing 1”")
    await alice.presses("Yes, delete")
    await alice.hears("is deleted")
    await the_window_ends(redis)
    await alice.presses("Publish now", on=held)
    await alice.hears("(?s)The paste you were editing is gone, so this is a new one.*/alice/thing-1")


async def test_a_title_that_nobody_chose_is_shortened(alice: Person, limits: Limits) -> None:
    limits.limit_title_length = 20
    card = await pasted(alice, "a line that is longer than that")
    assert card.text.startswith("a line that is…\n")


async def test_failed_tries_are_as_many_as_is_set(telegram: Telegram, alice: Person, limits: Limits) -> None:
    limits.limit_failed_tries = 2
    await alice.says("/password a good password")
    await alice.hears("password for alice is set")
    thief = telegram.person("Thief")
    await thief.says("/login alice")
    await thief.hears("Now the password")
    await thief.says("guess number one")
    await thief.hears("1 try left")
    for guess in ("guess number two", "guess number three"):
        await thief.says(guess)
    await thief.hears("Too many tries: the limit is 2 in 15 minutes. Try again in 15 minutes")


async def test_limits_are_for_each_person(alice: Person, bob: Person, limits: Limits) -> None:
    limits.limit_pastes_a_minute = 1
    await pasted(alice, "thing 1")
    await pasted(bob, "thing 1")


async def test_in_russian_too(telegram: Telegram, bot: Bot, limits: Limits) -> None:
    limits.limit_pastes_a_minute = 1
    vera = telegram.person("Vera", language="ru")
    await vera.says("/start")
    await vera.hears("выберите ник")
    await vera.says("vera")
    await vera.hears("Добро пожаловать")
    await pasted(vera, "раз")
    await vera.says("два")
    await vera.hears(
        "Сохранено, но не опубликовано: «два». Можно не больше 1 записи в минуту. "
        r"Опубликовать можно будет через (\d+ секунд|1 минуту).*\n\nЧерновики хранятся 30 дней"
    )
    limits.limit_paste_size = 2
    await vera.says("три")
    await vera.hears("Сохранено, но не опубликовано: «три». В одной записи может быть до 2 байт")


@pytest.mark.usefixtures("sessions")
async def test_what_is_kept_outlives_the_bot_and_redis(
    telegram: Telegram, dispatcher: Dispatcher, limits: Limits, redis: Redis, app: AppContext
) -> None:
    limits.limit_pastes_a_minute = 1
    alice = telegram.person("Alice")
    settings = settings_for(telegram)
    async with connect_with_retries(settings) as bot, at_work(app, dispatcher, bot, bot):
        await registered(alice, "alice")
        await pasted(alice, "thing 1")
        await alice.says("thing 2")
        await alice.hears("The limit is 1 paste a minute")
    await redis.flushall()
    settings = settings_for(telegram)
    async with connect_with_retries(settings) as bot, at_work(app, dispatcher, bot, bot):
        await alice.presses("Publish now")
        await alice.hears("/alice/thing-2")
    assert await published(app, "alice/thing-2") == "thing 2"


async def test_what_waits_counts_in_bytes_too(
    telegram: Telegram, alice: Person, limits: Limits, app: AppContext
) -> None:
    limits.limit_pending_bytes_a_day, limits.limit_paste_size = 100, 50
    vera = telegram.person("Vera", language="ru")
    await vera.says("длинный текст, это не имя, он ждёт аккаунта")
    await vera.hears("Сохранил «длинный текст")
    await vera.says("длинный текст, это не имя, он уже не ждёт")
    await vera.hears("Не сохранено: черновиков за сегодня уже 100 байт")
    await alice.says("x" * 60)
    await alice.hears("not published")
    await alice.says("y" * 60)
    await alice.hears("Not saved.* have reached the limit of 100 bytes")


async def test_a_stranger_has_so_many_kept_and_reads_what_to_do(
    telegram: Telegram, bot: Bot, limits: Limits
) -> None:
    limits.limit_kept_for_strangers = 2
    carol, vera = telegram.person("Carol"), telegram.person("Vera", language="ru")
    for number in (1, 2, 3):
        await carol.says(f"a longer text, which is no name, number {number}")
        await vera.says(f"длинный текст, это не имя, номер {number}")
    await carol.hears("Not saved: you already have 2 drafts.*/start")
    await vera.hears("Не сохранено: у вас уже 2 черновика.*/start")
    await carol.says("/start")
    await carol.hears("Saved “a longer text, which is no name, number 1” and 1 more")
    await carol.says("carol")
    for number in (1, 2):
        await carol.hears(f"/carol/.*number-{number}")
    await pasted(carol, "a longer text, which is no name, number 3")
