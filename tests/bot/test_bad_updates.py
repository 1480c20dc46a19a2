"""Unreadable updates: the bot continues, loses no other update, and answers their sender."""

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.context import AppContext
from kernel.database import Sessions
from local.telegram.faults import DOWNLOAD, Fault, Trouble
from local.telegram.json_values import Json
from tests.bot.conftest import pasted
from tests.bot.published import pastes, published
from tests.bot.redelivery import redelivered
from tests.conversation import Person, Telegram
from tests.notifier.village import until

UNREAD = "I couldn't read"


def in_private(person: Person, **message: Any) -> Json:
    me = {"id": person.id, "is_bot": False, "first_name": person.account.first_name}
    about = {"message_id": 990, "date": int(time.time()), "chat": {"id": person.id, "type": "private"}}
    return about | {"from": me | {"language_code": person.account.language_code}} | message


def tells(telegram: Telegram, update: Json) -> None:
    """Let Telegram send one update, before all others that wait."""
    pending = telegram.world.state.pending
    before = dict(pending)
    pending.clear()
    pending[int(update.get("update_id") or min(before, default=1))] = update
    pending.update(before)
    telegram.world.updates.close()


async def goes_on(telegram: Telegram, person: Person, word: str) -> None:
    """Check that a new text is published without other replies before, and that no update is left."""
    await person.says(f"after {word}")
    slug = word.replace(" ", "-").lower()
    await person.hears_nothing_of(UNREAD, until=person.hears(f"/alice/after-{slug}\n"))
    await until(lambda: not telegram.world.state.pending)


@pytest.fixture
async def allowed(telegram: Telegram, alice: Person) -> AsyncIterator[None]:
    """Let Telegram send kinds of updates that the bot has not asked for."""
    await until(lambda: telegram.world.state.allowed_updates is not None)
    asked = telegram.world.state.allowed_updates
    assert asked
    asked.append("mind_read")
    yield
    asked.remove("mind_read")


async def test_an_answer_that_is_no_json_is_asked_for_again(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    telegram.world.faults.add(Fault(Trouble.NO_JSON, "getUpdates", count=2))
    await alice.says("the first")
    await alice.says("the second")
    await alice.hears("/alice/the-second")
    assert [post.title for post in await pastes(app)] == ["the first", "the second"]


async def test_a_receipt_that_is_no_json_stops_nothing(telegram: Telegram, alice: Person) -> None:
    telegram.world.faults.add(Fault(Trouble.NO_JSON, "sendMessage"))
    await alice.says("the first")
    await goes_on(telegram, alice, "it")


async def test_a_typing_indicator_with_a_receipt_that_is_no_json_fails_no_update(
    telegram: Telegram, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.world.faults.add(Fault(Trouble.NO_JSON, "sendChatAction"))
    telegram.world.faults.add(Fault(Trouble.SLOW, DOWNLOAD, seconds=1))
    await alice.sends_file("slow.txt", b"slow\n")
    await alice.hears("/alice/slow.txt")
    assert caplog.text.count("typing_indicator_refused") == 1
    assert "update_retried" not in caplog.text


@pytest.mark.usefixtures("allowed")
async def test_updates_of_an_unknown_kind_are_passed_over(telegram: Telegram, alice: Person) -> None:
    chat: Json = {"chat": {"id": 7, "type": "private"}}
    contents: list[Json] = [{}, {"from": {"id": 5}}, chat, in_private(alice)]
    for number, content in enumerate(contents, 1):
        telegram.world.updates.put("mind_read", content)
        await goes_on(telegram, alice, f"telepathy {number}")


async def test_an_update_without_a_date_is_published(telegram: Telegram, alice: Person) -> None:
    undated = in_private(alice, text="from nowhen")
    del undated["date"]
    telegram.world.updates.put("message", undated)
    await alice.hears("/alice/from-nowhen")
    await goes_on(telegram, alice, "that")


async def test_ten_megabytes_are_not_stored_and_the_sender_of_such_a_message_is_told(
    telegram: Telegram, alice: Person, sessions: Sessions
) -> None:
    telegram.world.updates.put("message", in_private(alice, text="x" * 10_000_000))
    await alice.hears(UNREAD)
    for kind in ("edited_message", "callback_query"):
        telegram.world.updates.put(kind, in_private(alice, text="x" * 10_000_000))
    async with sessions() as session:
        largest = sql("SELECT coalesce(max(length(payload)), 0) FROM bot.updates")
        assert (await session.scalar(largest) or 0) < 10_000
    await goes_on(telegram, alice, "much")


async def test_a_nul_in_a_text_is_published_as_it_is(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    telegram.world.updates.put("message", in_private(alice, text="with a nul\nhere: \x00 and there"))
    await alice.hears("/alice/with-a-nul")
    assert await published(app, "alice/with-a-nul") == "with a nul\nhere: \x00 and there"


async def test_a_nul_elsewhere_costs_nothing(telegram: Telegram, alice: Person) -> None:
    for name in ("first_name", "language_code"):
        said = in_private(alice, text=f"a note of {name}")
        said["message_id"] += len(name)
        said["from"][name] = "\x00"
        telegram.world.updates.put("message", said)
        await alice.hears(f"/alice/a-note-of-{name}")
    await goes_on(telegram, alice, "nul")


async def test_an_update_that_comes_twice_is_handled_once(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    telegram.world.updates.repeat_next(2)
    await alice.says("the first")
    await alice.says("the second")
    await goes_on(telegram, alice, "both")
    assert [post.title for post in await pastes(app)] == ["the first", "the second", "after both"]


async def test_a_message_that_comes_again_in_another_update_is_published_once(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    said = await alice.says("only once")
    await alice.hears("/alice/only-once")
    redelivered(telegram, alice, said)
    await goes_on(telegram, alice, "it")
    assert [post.title for post in await pastes(app)] == ["only once", "after it"]


async def test_an_update_that_is_older_than_what_was_handled_is_handled_too(
    telegram: Telegram, alice: Person
) -> None:
    await pasted(alice, "the newest")
    tells(telegram, {"update_id": 50, "message": in_private(alice, text="from long ago")})
    await alice.hears("/alice/from-long-ago")
    await goes_on(telegram, alice, "that")


async def test_an_update_without_a_number_is_passed_over_and_costs_no_other(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    tells(telegram, {"message": in_private(alice, text="numberless")})
    await goes_on(telegram, alice, "that")
    assert [post.title for post in await pastes(app)] == ["after that"]


async def test_updates_that_are_no_objects_are_passed_over(telegram: Telegram, alice: Person) -> None:
    odd: tuple[Any, ...] = ("odd", None, [], 7)
    telegram.world.state.pending.update(dict(enumerate(odd, 2**40)))
    telegram.world.updates.close()
    await alice.says("after that")
    await alice.hears("/alice/after-that\n")


async def test_what_cannot_be_confirmed_is_not_asked_for_without_a_pause(
    telegram: Telegram, alice: Person
) -> None:
    polls = Fault(Trouble.SLOW, "getUpdates", count=1000, seconds=0)
    telegram.world.faults.add(polls)
    telegram.world.state.pending[2**40] = {"message": in_private(alice, text="numberless")}
    telegram.world.updates.close()
    began = time.monotonic()
    await until(lambda: polls.count <= 997)
    assert time.monotonic() - began > 1


async def test_updates_whose_number_is_none_are_passed_over(telegram: Telegram, alice: Person) -> None:
    for number in ("7", None, 1.5, 2**63, -(2**70)):
        update: Json = {"update_id": number, "message": in_private(alice, text="odd")}
        telegram.world.state.pending[1] = update
        telegram.world.updates.close()
        await goes_on(telegram, alice, f"{number}".strip("-").replace(".", ""))


async def test_chats_whose_id_is_none_stop_nothing(telegram: Telegram, alice: Person) -> None:
    for chat in (2**63, "7", None, True):
        place = {"id": chat, "type": "private"}
        telegram.world.updates.put("message", {"message_id": 1, "date": 1, "chat": place, "text": "odd"})
    await goes_on(telegram, alice, "that")


async def test_what_not_even_its_person_can_be_told_of_is_set_aside(
    telegram: Telegram, alice: Person, sessions: Sessions, caplog: pytest.LogCaptureFixture
) -> None:
    nobody = {"id": 2**63, "is_bot": False, "first_name": "Nobody"}
    telegram.world.updates.put("message", in_private(alice, text="odd") | {"from": nobody})
    await goes_on(telegram, alice, "that")
    async with sessions() as session:
        dead = await session.execute(sql("SELECT reference FROM bot.updates WHERE status = 'dead'"))
    [(reference,)] = dead
    assert reference in caplog.text
    assert "failure_replies_failed" in caplog.text
