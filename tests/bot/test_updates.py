"""Updates are read without their invalid parts."""

import time
from typing import Any

import pytest
from aiogram import Bot

from bot.updates.raw_updates import parse_update
from local.telegram.json_values import Json
from tests.bot.telegram_messages import ALICE, NOON
from tests.conversation import Person, Telegram
from tests.notifier.village import until

BOT = Bot("42:token")
# As the Bot API told of polls before there was more to tell.
POLL = {"id": "1", "question": "Tea?", "options": [], "total_voter_count": 0}


def told(**message: Any) -> Json:
    chat = {"id": ALICE["id"], "type": "private", "first_name": "Alice"}
    return {"update_id": 7, "message": {"message_id": 1, "date": NOON, "chat": chat, "from": ALICE} | message}


def test_a_part_that_is_not_understood_is_left_out() -> None:
    update = parse_update(told(text="hello", poll=POLL), BOT)
    assert update is not None
    assert update.message is not None
    assert (update.message.text, update.message.poll) == ("hello", None)
    assert update.message.bot is BOT


def test_several_parts_may_be_odd() -> None:
    update = parse_update(told(text="hello", poll=POLL, venue={}, entities=[{"type": "bold"}]), BOT)
    assert update is not None
    assert update.message is not None
    assert update.message.text == "hello"


@pytest.mark.parametrize(
    "odd",
    [told(chat=None), told(message_id="one"), {"update_id": 7, "message": "hello"}, {"update_id": "x"}, {}],
)
def test_where_too_little_is_left_there_is_no_update(odd: Json) -> None:
    assert parse_update(odd, BOT) is None


@pytest.mark.parametrize("date", ["yesterday", None, 10**20])
def test_what_was_sent_nobody_knows_when_was_sent_now(date: Any) -> None:
    odd = told(text="hello", date=date)
    if date is None:
        del odd["message"]["date"]
    before = int(time.time())
    update = parse_update(odd, BOT)
    assert update is not None
    assert update.message is not None
    assert update.message.text == "hello"
    assert before <= update.message.date.timestamp() <= time.time()


def in_private(person: Person, **message: Any) -> Json:
    """Return a message's JSON with fields that Telegram does not send."""
    me = {
        "id": person.id,
        "is_bot": False,
        "first_name": "Alice",
        "language_code": person.account.language_code,
    }
    return {"chat": {"id": person.id, "type": "private"}, "from": me, "message_id": 990} | message


async def test_who_sent_what_cannot_be_read_is_told(telegram: Telegram, alice: Person) -> None:
    masha = telegram.person("Маша", language="ru")
    await masha.says("/start")
    await masha.hears("выберите ник")
    telegram.world.updates.put("message", in_private(alice, text="lost", message_id="one", date=NOON))
    telegram.world.updates.put("message", in_private(masha, text="lost", message_id="one", date=NOON))
    await alice.hears("I couldn't read your message, so I did nothing with it. Please send it again")
    await masha.hears("Я не смог прочитать ваше сообщение")
    group = {"chat": {"id": -5, "type": "group", "title": "Friends"}}
    telegram.world.updates.put("message", in_private(alice, message_id="one") | group)
    await alice.says("next")
    await alice.hears_nothing_of("couldn't read", until=alice.hears("/alice/next"))


async def test_so_is_who_pressed(telegram: Telegram, alice: Person) -> None:
    await alice.says("a note")
    card = await alice.hears("/alice/a-note")
    await alice.presses("Rename", on=card)
    # Before the bot has asked for it.
    [*_, pressed] = telegram.world.state.pending.values()
    del pressed["callback_query"]["from"]
    await alice.hears_toast("I couldn't read that tap. Please try again")


def test_what_is_not_known_yet_is_no_fault() -> None:
    update = parse_update(told(text="hello", telepathy={"x": 1}) | {"mind_read": {}}, BOT)
    assert update is not None


async def test_an_odd_update_is_passed_over_and_a_poll_is_answered(telegram: Telegram, alice: Person) -> None:
    updates = telegram.world.updates
    updates.put("message", {"message_id": "one"})
    poll = told(poll=POLL)["message"]
    me = {"id": alice.id, "is_bot": False, "first_name": "Alice"}
    updates.put(
        "message", poll | {"chat": {"id": alice.id, "type": "private"}, "from": me, "message_id": 999}
    )
    await alice.says("and then a text")
    await alice.hears("I publish text and text files")
    await alice.hears("/alice/and-then-a-text")
    await until(lambda: not telegram.world.state.pending)


async def test_what_happens_in_the_chat_is_not_answered(telegram: Telegram, alice: Person) -> None:
    message = await alice.says("one thing")
    await alice.hears("/alice/one-thing")
    rendered = telegram.world.render(telegram.world.state.messages[alice.id][message.id])
    pinned = {name: value for name, value in rendered.items() if name != "text"} | {
        "message_id": 999,
        "pinned_message": rendered,
    }
    telegram.world.updates.put("message", pinned)
    await alice.says("another thing")
    await alice.hears_nothing_of("I can publish", until=alice.hears("/alice/another-thing"))
