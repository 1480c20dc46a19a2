"""Updates that are delivered twice: an answer does not become a paste."""

from aiogram import Bot

from tests.bot.conftest import registered
from tests.conversation import Telegram
from tests.person import Person


async def nothing_is_published(person: Person) -> None:
    await person.says("/my")
    await person.hears("no pastes yet")


async def test_a_password_does_not_come_back_as_a_paste(telegram: Telegram, alice: Person) -> None:
    await alice.says("/password")
    await alice.hears("Send me the new password")
    telegram.world.updates.repeat_next()
    await alice.says("correct horse battery")
    await alice.hears("The password for alice is set")
    await nothing_is_published(alice)


async def test_nor_does_a_username(telegram: Telegram, bot: Bot) -> None:
    zoe = telegram.person("Zoe")
    await zoe.says("/start")
    await zoe.hears("choose your username")
    telegram.world.updates.repeat_next()
    await zoe.says("zoe")
    await zoe.hears("Welcome, zoe")
    await nothing_is_published(zoe)


async def test_nor_does_what_was_a_mistake(telegram: Telegram, alice: Person) -> None:
    await alice.says("/follow")
    await alice.hears("Who do you want to follow")
    telegram.world.updates.repeat_next()
    await alice.says("nobody_knows")
    await alice.hears("There's no user called")
    await alice.says("/cancel")
    await alice.hears("Cancelled. Nothing has changed")
    await nothing_is_published(alice)


async def test_a_command_is_never_a_title_nor_a_text(alice: Person) -> None:
    await alice.says("my note")
    card = await alice.hears("/alice/my-note")
    for command, replies in (
        ("/help", ["Send me any text or file"] * 2),
        ("/cancel", ["Cancelled. Nothing has changed", "Nothing to cancel|Left"]),
    ):
        await alice.presses("Rename", on=card)
        await alice.hears("Send me the new title")
        await alice.says(command)
        await alice.hears(replies[0])
        if command == "/help":
            await alice.says("/cancel")
            await alice.hears("Cancelled. Nothing has changed")
        await alice.says(command, reply_to=card)
        await alice.hears(replies[1])
    await alice.says("/my")
    assert "/alice/my-note" in (await alice.hears("Your pastes")).text


async def test_what_was_sent_before_logging_in_is_published_then(telegram: Telegram, alice: Person) -> None:
    await alice.says("/password correct horse battery")
    await alice.hears("The password for alice is set")
    phone = telegram.person("Alice's second phone")
    await phone.says("sent too early")
    await phone.hears("Saved “sent too early”")
    await phone.says("/login alice correct horse battery")
    await phone.hears("This chat is linked to alice now")
    await phone.hears("/alice/sent-too-early")


async def test_many_files_at_once_are_listed_ten_by_ten(telegram: Telegram, bot: Bot) -> None:
    bob = await registered(telegram.person("Bob"), "bob")
    names = [f"{'a rather long name of a file ' * 2}{number}.txt" for number in range(10)]
    for _ in range(2):
        await bob.sends_album([(name, b"text\n") for name in names])
    lists = [await bob.hears("10 pastes, published together") for _ in range(2)]
    assert [len(shown.buttons) for shown in lists] == [10, 10]
