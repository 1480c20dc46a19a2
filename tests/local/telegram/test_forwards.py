"""Messages that people forward to the bot."""

import pytest

from local.telegram import origins
from local.telegram.author import Impossible
from local.telegram.forwarding import ExternalMessage
from local.telegram.text.formatted import Entity, Formatted
from tests.local.telegram.calls import PRESS, heard, keyboard, refused


async def test_a_forward_of_ones_own_message_has_its_author_and_date(bot, alice):
    said = await alice.says_html("some <b>words</b>")
    (copy,) = await alice.forwards(said)
    (message,) = await heard(bot)
    assert (copy.id, copy.forwarded_from) == (message.message_id, "Alice")
    assert copy.id != said.id
    origin = message.forward_origin
    assert (origin.sender_user.id, int(origin.date.timestamp())) == (alice.id, said.view["date"])
    assert message.html_text == "some <b>words</b>"
    await refused(alice.edits(copy, "yours"), "You can only edit your own", Impossible)


async def test_a_message_of_the_bot_is_forwarded_with_buttons_only_if_all_are_links(bot, alice):
    for markup in (PRESS, keyboard(text="a", url="https://example.com/")):
        await bot.send_message(alice.id, "card", reply_markup=markup)
        await alice.forwards(await alice.hears("card"))
    pressed, opened = await heard(bot, 2)
    assert pressed.forward_origin.sender_user.is_bot
    assert pressed.reply_markup is None
    assert opened.reply_markup is not None


async def test_a_forward_of_a_forward_names_the_first_author(bot, alice):
    origin = origins.hidden_user("Somebody", 1_600_000_000)
    (once,) = await alice.forwards(ExternalMessage(origin, Formatted("a")))
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
async def test_a_message_may_come_from_anywhere(bot, alice, origin, kind, name):
    content = Formatted("def f(): ...", (Entity("pre", 0, 12, language="python"),))
    (sent,) = await alice.forwards(ExternalMessage(origin, content))
    (message,) = await heard(bot)
    assert message.forward_origin.type == kind
    assert message.forward_origin.model_dump(mode="json", exclude_none=True)["date"]
    assert [(entity.type, entity.language) for entity in message.entities] == [("pre", "python")]
    assert sent.forwarded_from == name


async def test_a_channels_post_is_named_by_channel_and_number(bot, alice):
    post = origins.channel("News", 7, 1_600_000_000, username="news")
    await alice.forwards(ExternalMessage(post, Formatted("notes"), file=("notes.txt", b"x")))
    (message,) = await heard(bot)
    origin = message.forward_origin
    assert (origin.chat.username, origin.message_id) == ("news", 7)
    assert origin.chat.id < -(10**12)
    assert (message.document.file_name, message.caption) == ("notes.txt", "notes")


async def test_several_forwards_are_as_many_messages_in_order(bot, alice):
    said = [await alice.says(text) for text in "abc"]
    album = await alice.sends_album([("a.py", b"a"), ("b.py", b"b")])
    await alice.forwards(*said, *album)
    messages = await heard(bot, 7)
    assert [message.text for message in messages[2:5]] == ["a", "b", "c"]
    ids = [message.media_group_id for message in messages if message.document]
    assert ids[0] == ids[1] != ids[2] == ids[3]


async def test_a_protected_message_cannot_be_forwarded(bot, alice):
    await bot.send_message(alice.id, "secret", protect_content=True)
    await refused(alice.forwards(await alice.hears("secret")), "can't be forwarded", Impossible)
