"""/paste in groups, and other messages there, which the bot ignores."""

import pytest
from aiogram import Dispatcher
from redis.asyncio import Redis

from bot.context import AppContext
from bot.menu import set_menu
from bot.telegram_client import connect_with_retries
from kernel.database import Sessions
from notifier.telegram import connect_telegram
from tests.bot.conftest import at_work, published, registered, settings_for
from tests.conversation import Telegram
from tests.group import Group
from tests.person import Person

LONG = "word " * 850  # 4,250 characters: apps cut it in two


@pytest.fixture
def group(telegram: Telegram, alice: Person, bob: Person) -> Group:
    return telegram.group("Developers", [alice, bob])


async def test_a_reply_with_paste_publishes_for_whoever_asks(
    group: Group, alice: Person, bob: Person, app: AppContext
) -> None:
    said = await group.says(alice, "How to make tea\nBoil water.")
    await group.replies(bob, said, "/paste")
    answer = await group.hears("/bob/how-to-make-tea")
    assert "How to make tea" in answer.text
    assert answer.buttons == ["📋 Copy link"]
    assert await published(app, "bob/how-to-make-tea") == "How to make tea\nBoil water."


async def test_a_title_can_be_given(group: Group, alice: Person, bob: Person) -> None:
    said = await group.says(alice, "Boil water.")
    await group.replies(bob, said, "/paste Tea for two")
    await group.hears("/bob/tea-for-two")


async def test_a_file_can_be_published(group: Group, alice: Person, bob: Person) -> None:
    said = await group[alice].sends_file("main.py", b"x = 1\n")
    await group.replies(bob, said, "/paste@postebin_bot")
    await group.hears("/bob/main.py")


async def test_the_bot_is_quiet_otherwise(group: Group, alice: Person, bob: Person) -> None:
    await group.says(alice, "just talking")
    await group.says(bob, "/my")
    await group.says(bob, LONG)
    said = await group.says(alice, "this one")
    await group.replies(bob, said, "/paste")
    await group.hears("/bob/this-one")
    assert [message.text for message in group.messages if message.from_bot] == [
        "📋 this one\nhttp://localhost:8080/bob/this-one"
    ]


async def test_without_a_reply_it_says_how_and_tidies_that_up(
    group: Group, alice: Person, bob: Person
) -> None:
    await group.says(bob, "/paste")
    notice = await group.hears("Reply with /paste to the message")
    said = await group.says(alice, "this one")
    await group.replies(bob, said, "/paste")
    await group.hears("/bob/this-one")
    await group[bob].until(lambda: notice.deleted)


async def test_a_picture_is_no_text(group: Group, alice: Person, bob: Person) -> None:
    said = await group[alice].sends_photo()
    await group.replies(bob, said, "/paste")
    await group.hears("no text in that message")


async def test_the_same_message_can_be_published_by_two(group: Group, alice: Person, bob: Person) -> None:
    said = await group.says(alice, "for both of us")
    await group.replies(bob, said, "/paste")
    await group.hears("/bob/for-both-of-us")
    await group.replies(alice, said, "/paste")
    await group.hears("/alice/for-both-of-us")
    await group.replies(bob, said, "/paste")
    await group.hears("/bob/for-both-of-us\n|/bob/for-both-of-us$")


async def test_a_russian_reads_russian(telegram: Telegram, group: Group, alice: Person) -> None:
    boris = telegram.person("Boris", language="ru")
    group.adds(boris, by=alice)
    await group.says(boris, "/paste")
    await group.hears("Ответьте командой /paste")


async def test_a_run_of_long_messages_is_one_paste_where_the_bot_hears_all(
    dispatcher: Dispatcher, sessions: Sessions, redis: Redis, app: AppContext
) -> None:
    async with (
        Telegram(privacy_mode=False) as telegram,
        connect_with_retries(settings_for(telegram)) as bot,
        connect_telegram(settings_for(telegram)) as sending,
        at_work(app, dispatcher, bot, sending),
    ):
        await set_menu(bot)
        alice, bob = telegram.person("Alice"), telegram.person("Bob")
        group = telegram.group("Developers", [alice, bob])
        await registered(bob, "bob")
        text = "begin " + LONG * 2 + "end"
        first = await group.says(alice, text)
        await group.says(alice, "and something else")
        await group.replies(bob, first, "/paste")
        answer = await group.hears("/bob/begin-word")
        assert await published(app, answer.link.partition("8080/")[2]) == text


async def test_in_a_topic_what_replies_to_nothing_is_told_how(
    telegram: Telegram, group: Group, bob: Person
) -> None:
    """Use the JSON of forums (Bot API, ForumTopicCreated), which the local Telegram does not have."""
    world = telegram.world
    said = await group.says(bob, "/paste")
    await group.hears("Reply with /paste to the message")
    asked = world.render(world.state.messages[group.id][said.id])
    created = {"name": "Talk", "icon_color": 7322096}
    begin = {**asked, "message_id": 1, "forum_topic_created": created, "is_topic_message": True}
    del begin["text"], begin["entities"]
    topic = {"message_thread_id": 1, "is_topic_message": True, "reply_to_message": begin}
    world.updates.put("message", asked | topic)
    await group.hears("Reply with /paste to the message")
