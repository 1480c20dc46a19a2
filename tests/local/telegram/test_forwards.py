"""Messages that people forward to the bot."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageOriginChannel,
    MessageOriginUser,
)

from local.telegram import origins
from local.telegram.author import Impossible
from local.telegram.forwarding import ExternalMessage
from local.telegram.text.formatted import Entity, Formatted
from tests.conversation import Person


async def heard(bot: Bot, count: int = 1) -> list[Message]:
    """Return the last messages that the bot received."""
    return [update.message for update in (await bot.get_updates())[-count:] if update.message]


async def test_a_forward_of_ones_own_message_has_its_author_and_date(bot: Bot, alice: Person) -> None:
    said = await alice.says_html("some <b>words</b>")
    (copy,) = await alice.forwards(said)
    (message,) = await heard(bot)
    assert (copy.id, copy.forwarded_from) == (message.message_id, "Alice")
    assert copy.id != said.id
    origin = message.forward_origin
    assert isinstance(origin, MessageOriginUser)
    assert (origin.sender_user.id, int(origin.date.timestamp())) == (alice.id, said.view["date"])
    assert message.html_text == "some <b>words</b>"


async def test_a_message_of_the_bot_is_forwarded_without_its_buttons(bot: Bot, alice: Person) -> None:
    press = InlineKeyboardButton(text="a", callback_data="b")
    await bot.send_message(alice.id, "card", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[press]]))
    await alice.forwards(await alice.hears("card"))
    (message,) = await heard(bot)
    assert isinstance(message.forward_origin, MessageOriginUser)
    assert message.forward_origin.sender_user.is_bot
    assert message.reply_markup is None


async def test_buttons_that_are_all_links_are_forwarded(bot: Bot, alice: Person) -> None:
    link = InlineKeyboardButton(text="a", url="https://example.com/")
    await bot.send_message(alice.id, "card", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[link]]))
    await alice.forwards(await alice.hears("card"))
    assert (await heard(bot))[0].reply_markup is not None


async def test_a_forward_of_a_forward_names_the_first_author(bot: Bot, alice: Person) -> None:
    (once,) = await alice.forwards(
        ExternalMessage(origins.hidden_user("Somebody", 1_600_000_000), Formatted("a"))
    )
    await alice.forwards(once)
    first, second = await heard(bot, 2)
    assert first.forward_origin == second.forward_origin
    assert alice.messages[-1].forwarded_from == "Somebody"


@pytest.mark.parametrize(
    ("origin", "kind", "name"),
    [
        (origins.hidden_user("Somebody", 1), "hidden_user", "Somebody"),
        (origins.channel("News", 7, 1, username="news", signature="Ed"), "channel", "News"),
        (origins.group("Staff", 1), "chat", "Staff"),
    ],
)
async def test_a_message_may_come_from_anywhere(
    bot: Bot, alice: Person, origin: Any, kind: str, name: str
) -> None:
    content = Formatted("def f(): ...", (Entity("pre", 0, 12, language="python"),))
    (sent,) = await alice.forwards(ExternalMessage(origin, content))
    (message,) = await heard(bot)
    assert message.forward_origin is not None
    assert message.forward_origin.type == kind
    assert message.forward_origin.model_dump(mode="json", exclude_none=True)["date"]
    assert [(entity.type, entity.language) for entity in message.entities or ()] == [("pre", "python")]
    assert sent.forwarded_from == name


async def test_a_channels_post_is_named_by_channel_and_number(bot: Bot, alice: Person) -> None:
    post = origins.channel("News", 7, 1_600_000_000, username="news")
    await alice.forwards(ExternalMessage(post, Formatted("notes"), file=("notes.txt", b"x")))
    (message,) = await heard(bot)
    assert isinstance(message.forward_origin, MessageOriginChannel)
    assert (message.forward_origin.chat.username, message.forward_origin.message_id) == ("news", 7)
    assert message.forward_origin.chat.id < -(10**12)
    assert message.document is not None
    assert (message.document.file_name, message.caption) == ("notes.txt", "notes")


async def test_several_forwards_are_as_many_messages_in_order(bot: Bot, alice: Person) -> None:
    said = [await alice.says(text) for text in "abc"]
    await alice.forwards(*said)
    assert [message.text for message in await heard(bot, 3)] == ["a", "b", "c"]


async def test_a_forwarded_album_is_an_album_of_its_own(bot: Bot, alice: Person) -> None:
    album = await alice.sends_album([("a.py", b"a"), ("b.py", b"b")])
    await alice.forwards(*album)
    ids = [message.media_group_id for message in await heard(bot, 4)]
    assert ids[0] == ids[1] != ids[2] == ids[3]


async def test_a_message_of_another_person_cannot_be_edited(alice: Person) -> None:
    (copy,) = await alice.forwards(await alice.says("mine"))
    with pytest.raises(Impossible, match="You can only edit your own"):
        await alice.edits(copy, "yours")


async def test_what_is_protected_stays(bot: Bot, alice: Person) -> None:
    await bot.send_message(alice.id, "secret", protect_content=True)
    with pytest.raises(Impossible, match="can't be forwarded"):
        await alice.forwards(await alice.hears("secret"))
