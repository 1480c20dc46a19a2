"""Pending drafts are listed in /my."""

from redis.asyncio import Redis

from bot.context import AppContext
from tests.bot.conftest import Limits, pasted, published
from tests.bot.credentials import TOKEN
from tests.bot.test_as_a_file import sent_back
from tests.bot.test_limits import the_window_ends
from tests.chat_message import ChatMessage
from tests.conversation import Person, Telegram

BUTTONS = ["📤 Publish now", "📄 As a file", "✖ Cancel", "◀ Back"]


async def test_the_list_of_pastes_leads_to_the_drafts_and_each_can_be_published_or_dropped(
    alice: Person, limits: Limits, redis: Redis, app: AppContext
) -> None:
    limits.limit_pastes_a_minute = 1
    await alice.says(f"keys\ntoken = '{TOKEN}'")
    await alice.hears("Not published yet: “keys”")
    await pasted(alice, "thing 1")
    for number in (2, 3):
        await alice.says(f"thing {number}")
        await alice.hears(f"not published: “thing {number}”")
    await alice.says("/my")
    listed = await alice.hears("⏸ You have 3 drafts that aren't published yet")
    await alice.presses("Drafts: 3")
    waiting = await alice.hears("(?s)Drafts, oldest first.*1. keys\n2. thing 2\n3. thing 3")
    assert waiting.id == listed.id

    await looks_at_the_warning(alice, listed)

    await alice.presses("^2$", on=listed)
    said = "“thing 2”. The limit is 1 paste a minute. You can publish it in (1 minute|\\d+ seconds)"
    opened = await alice.hears(said)
    assert opened.buttons == BUTTONS
    for _ in range(2):
        await alice.presses("Publish now", on=opened)
        await alice.hears_toast("Not yet: try again in (1 minute|\\d+ seconds)")
    [again] = [message for message in alice.messages if message.id == opened.id]
    assert again.matches(said)
    assert again.buttons == BUTTONS
    await alice.presses("Back", on=opened)
    await alice.hears("2. thing 2")
    await the_window_ends(redis)
    await alice.presses("^2$", on=listed)
    there = await alice.hears("“thing 2”. It was over a limit, but there's room now: tap the button")
    assert there.buttons == BUTTONS
    await alice.presses("Publish now", on=listed)
    card = await alice.hears("/alice/thing-2")
    assert await published(app, "alice/thing-2") == "thing 2"

    await drops_the_second(alice, card)


async def looks_at_the_warning(alice: Person, listed: ChatMessage) -> None:
    await alice.presses("^1$", on=listed)
    warning = await alice.hears("(?s)Not published yet: “keys”.*line 2: a GitHub token")
    assert TOKEN not in warning.text
    await alice.presses("Back", on=listed)
    await alice.hears("1. keys")


async def drops_the_second(alice: Person, card: ChatMessage) -> None:
    await alice.presses("My pastes", on=card)
    await alice.hears("⏸ You have 2 drafts")
    await alice.presses("Drafts: 2", on=card)
    await alice.hears("2. thing 3")
    await alice.presses("^2$", on=card)
    await alice.hears("“thing 3”")
    await alice.presses("Cancel", on=card)
    await alice.hears("Drafts? deleted")
    await alice.presses("Back", on=card)
    assert not (await alice.hears("1. keys")).matches("thing")


async def test_of_the_days_bytes_and_of_the_size_it_is_told_too(alice: Person, limits: Limits) -> None:
    limits.limit_bytes_a_day = 20
    await pasted(alice, "fifteen letters")
    await alice.says("nine more")
    await alice.hears("Saved, not published")
    await alice.says("/my")
    await alice.hears("⏸ You have 1 draft")
    await alice.presses("Drafts")
    await alice.hears("1. nine more")
    await alice.presses("^1$")
    opened = await alice.hears(
        r"The limit is 20\sbytes a day, and this would go over it. You can publish it in (24 hours|1 day)"
    )
    limits.limit_paste_size = 5
    await alice.presses("Publish now", on=opened)
    await alice.hears_toast(r"Still too large: the limit is 5\sbytes")
    too_large = await alice.hears(r"It's over the limit of 5\sbytes for one paste")
    assert too_large.buttons == BUTTONS


async def test_the_last_one_is_dropped_and_nothing_waits(
    telegram: Telegram, alice: Person, limits: Limits
) -> None:
    limits.limit_paste_size = 10
    await alice.says("a text that is too long")
    await alice.hears("Saved, not published")
    await alice.says("/my")
    await alice.hears("⏸ You have 1 draft that isn't published yet")
    await alice.presses("Drafts: 1")
    listed = await alice.hears("1. a text that is too long")
    await alice.presses("^1$")
    await alice.hears("It's over the limit of 10\\sbytes for one paste")
    await alice.presses("As a file")
    assert (await sent_back(telegram, alice))[1] == b"a text that is too long"
    await alice.presses("Cancel", on=listed)
    await alice.hears("Drafts? deleted")
    await alice.says("/my")
    assert "⏸" not in (await alice.hears("no pastes yet")).text


async def test_in_russian(alice: Person, limits: Limits) -> None:
    await alice.says("/language")
    await alice.hears("Which language")
    await alice.presses("Русский")
    await alice.hears("по-русски")
    limits.limit_paste_size = 10
    await alice.says("слишком длинный текст")
    await alice.hears("Сохранено")
    await alice.says("/my")
    await alice.hears("⏸ У вас 1 неопубликованный черновик")
    await alice.presses("Черновики: 1")
    await alice.hears("(?s)Черновики.*1. слишком длинный текст")
    await alice.presses("^1$")
    opened = await alice.hears("В одной записи может быть до 10\\sбайт, а здесь больше")
    limits.limit_paste_size = 100
    await alice.presses("Назад", on=opened)
    await alice.hears("1. слишком длинный текст")
    await alice.presses("^1$")
    await alice.hears("Раньше мешало ограничение, а теперь место есть")


async def test_somebody_elses_is_not_there(
    telegram: Telegram, alice: Person, bob: Person, limits: Limits
) -> None:
    limits.limit_paste_size = 10
    await alice.says("a text that is too long")
    await alice.hears("Saved, not published")
    await bob.says("/my")
    assert "⏸" not in (await bob.hears("no pastes yet")).text
