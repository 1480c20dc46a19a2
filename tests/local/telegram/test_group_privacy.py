"""Privacy mode: the messages of a group that the bot receives."""

import pytest
from aiogram import Bot

from tests.conversation import Person, Telegram
from tests.group import Group


@pytest.fixture
def developers(telegram: Telegram, alice: Person) -> Group:
    return telegram.group("Developers", [alice, telegram.person("Bob")])


async def texts(bot: Bot, group: Group) -> list[str]:
    """Return the texts that the bot received in the group, without service messages."""
    heard = [update.message or update.edited_message for update in await bot.get_updates()]
    here = [message for message in heard if message and message.chat.id == group.id]
    return [message.text for message in here if message.text]


async def test_in_privacy_mode_it_receives_commands(bot: Bot, alice: Person, developers: Group) -> None:
    for text in ("hello", "/paste", "/paste@postebin_bot", "/paste@Postebin_Bot x", "/paste@other_bot"):
        await developers.says(alice, text)
    await developers.says(alice, "do not /paste")
    assert await texts(bot, developers) == ["/paste", "/paste@postebin_bot", "/paste@Postebin_Bot x"]
    assert (await bot.me()).can_read_all_group_messages is False


async def test_in_privacy_mode_it_receives_mentions(bot: Bot, alice: Person, developers: Group) -> None:
    for text in ("ask @Postebin_Bot", "ask @other_bot", "ask a@postebin_bot.com"):
        await developers.says(alice, text)
    assert await texts(bot, developers) == ["ask @Postebin_Bot"]


async def test_in_privacy_mode_it_receives_replies_to_itself_and_to_commands(
    bot: Bot, telegram: Telegram, alice: Person, developers: Group
) -> None:
    bob = telegram.person("Bob")
    await bot.send_message(developers.id, "which title?")
    await developers.replies(bob, await developers[bob].hears("which"), "notes")
    command = await developers.says(alice, "/new")
    await developers.replies(bob, command, "what is this?")
    await developers.replies(bob, await developers.says(alice, "words"), "more words")
    assert await texts(bot, developers) == ["notes", "/new", "what is this?"]


async def test_an_edit_is_received_like_a_message(bot: Bot, alice: Person, developers: Group) -> None:
    said = await developers.says(alice, "paste")
    await developers[alice].edits(said, "past")
    await developers[alice].edits(said, "/paste")
    assert await texts(bot, developers) == ["/paste"]


async def test_without_privacy_mode_it_receives_everything(
    bot: Bot, telegram: Telegram, alice: Person, developers: Group
) -> None:
    telegram.world.state.privacy_mode = False
    await developers.says(alice, "hello")
    assert await texts(bot, developers) == ["hello"]
    assert (await bot.get_me()).can_read_all_group_messages is True


async def test_as_an_administrator_it_receives_everything(bot: Bot, alice: Person, developers: Group) -> None:
    developers.promotes_bot("can_pin_messages")
    await developers.says(alice, "hello")
    assert await texts(bot, developers) == ["hello"]


async def test_a_telegram_may_begin_without_privacy_mode() -> None:
    async with Telegram(privacy_mode=False) as telegram:
        assert telegram.world.state.privacy_mode is False
