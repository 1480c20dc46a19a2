"""Batches of the updates that wait in a chat, and groups of messages."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from aiogram.types import Update

from bot.inbox.grouping import Batch, ParsedUpdate, Wait, group_in, next_batch
from local.telegram.json_values import Json
from posts.limits import MAX_FILE_BYTES
from tests.bot.telegram_messages import ALICE, NOON

FULL = "word " * 500
NOW = timedelta()
SILENCE = timedelta(seconds=1)
ORIGIN = {"type": "hidden_user", "sender_user_name": "Somebody", "date": NOON}
FORWARDED = {"text": "a", "forward_origin": ORIGIN}
DOCUMENT = {"file_id": "a", "file_unique_id": "a", "file_name": "a.txt", "file_size": 1}
ALBUM = {"document": DOCUMENT, "media_group_id": "12"}


def told(number: int, text: str | None = None, **more: Any) -> Json:
    chat = {"id": ALICE["id"], "type": "private", "first_name": "Alice"}
    return {"message_id": number, "date": NOON, "chat": chat, "from": ALICE, "text": text} | more


def update(number: int, age: timedelta = NOW, **content: Json) -> ParsedUpdate:
    received = {"update_id": number, **content}
    return ParsedUpdate(number, received, Update.model_validate(received), age)


def sent(number: int, text: str | None = None, age: timedelta = NOW, **more: Any) -> ParsedUpdate:
    return update(number, age, message=told(number, text, **more))


def edited(number: int, message: int, text: str, age: timedelta = NOW) -> ParsedUpdate:
    return update(number, age, edited_message=told(message, text, edit_date=NOON + 1))


def press(number: int) -> ParsedUpdate:
    return update(number, callback_query={"id": "1", "from": ALICE, "chat_instance": "1", "data": "x"})


def ids(waiting: Sequence[ParsedUpdate]) -> list[int]:
    return [one.update_id for one in waiting]


def batch(*waiting: ParsedUpdate) -> list[int]:
    found = next_batch(waiting, SILENCE)
    assert isinstance(found, Batch), found
    return found.ids


def waits(*waiting: ParsedUpdate) -> timedelta:
    found = next_batch(waiting, SILENCE)
    assert isinstance(found, Wait), found
    return found.time


def test_a_short_text_waits_for_nothing_and_is_no_group() -> None:
    found = next_batch([sent(1, "short"), sent(2, "another")], SILENCE)
    assert isinstance(found, Batch)
    assert (found.ids, found.messages) == ([1], ())


def test_a_full_text_waits_until_nothing_more_has_come_for_a_second() -> None:
    assert waits(sent(1, FULL)) == SILENCE
    assert waits(sent(1, FULL, SILENCE * 3 / 4)) == SILENCE / 4
    assert batch(sent(1, FULL, SILENCE)) == [1]
    assert waits(sent(1, FULL, SILENCE * 5), sent(2, FULL, SILENCE / 4)) == SILENCE * 3 / 4
    assert batch(sent(1, FULL, SILENCE * 5), sent(2, FULL, SILENCE)) == [1, 2]


@pytest.mark.parametrize("text", ["word " * 409, "/new " + FULL, "/my"])
def test_what_is_not_full_or_a_command_waits_for_nothing(text: str) -> None:
    assert batch(sent(1, text)) == [1]


def test_a_torn_text_waits_for_its_other_half() -> None:
    assert waits(sent(1, "\ud83d")) == SILENCE


def test_the_parts_of_a_text_are_handled_together_with_its_short_end() -> None:
    found = next_batch([sent(1, FULL, SILENCE), sent(2, FULL, SILENCE), sent(3, "the end", SILENCE)], SILENCE)
    assert isinstance(found, Batch)
    assert found.ids == [1, 2, 3]
    assert [message.text for message in found.messages] == [FULL, FULL, "the end"]


def test_parts_that_come_out_of_order_are_put_into_the_order_of_their_messages() -> None:
    late = update(1, SILENCE, message=told(12, FULL)), update(2, SILENCE, message=told(11, FULL))
    found = next_batch(late, SILENCE)
    assert isinstance(found, Batch)
    assert [message.message_id for message in found.messages] == [11, 12]


def test_what_was_sent_seconds_later_or_is_a_command_is_no_end_of_a_text() -> None:
    assert batch(sent(1, FULL, SILENCE), sent(2, "later", SILENCE, date=NOON + 3)) == [1]
    assert batch(sent(1, FULL, SILENCE), sent(2, "/my", SILENCE)) == [1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ALBUM, ALBUM),
        (FORWARDED, FORWARDED | {"text": "b"}),
    ],
    ids=["album", "forwards"],
)
def test_albums_and_forwards_are_groups(first: Json, second: Json) -> None:
    assert waits(sent(1, **first), sent(2, **second)) == SILENCE
    assert batch(sent(1, **first, age=SILENCE), sent(2, **second, age=SILENCE)) == [1, 2]


def of_album(number: int, size: int) -> ParsedUpdate:
    return sent(number, age=SILENCE, document=DOCUMENT | {"file_size": size}, media_group_id="12")


def test_files_of_an_album_are_handled_together_as_far_as_they_fit_in_memory() -> None:
    waiting = [
        of_album(1, MAX_FILE_BYTES // 2),
        of_album(2, MAX_FILE_BYTES // 2),
        of_album(3, 1),
        of_album(4, MAX_FILE_BYTES),
    ]
    assert batch(*waiting) == [1, 2]
    assert batch(*waiting[2:]) == [3]
    assert batch(*waiting[3:]) == [4]


def test_what_is_too_large_to_be_fetched_takes_no_room() -> None:
    assert batch(of_album(1, MAX_FILE_BYTES), of_album(2, MAX_FILE_BYTES + 1), of_album(3, 0)) == [1, 2, 3]


def test_a_text_is_not_cut_where_a_file_between_its_parts_fits_no_more() -> None:
    waiting = [
        of_album(1, MAX_FILE_BYTES),
        sent(2, FULL, SILENCE),
        of_album(3, 1),
        sent(4, "the end", SILENCE),
    ]
    waiting.append(edited(5, 2, FULL, SILENCE))
    assert batch(*waiting) == [1, 2, 4, 5]


def test_a_file_alone_waits_for_nothing() -> None:
    assert batch(sent(1, document=DOCUMENT)) == [1]


def test_a_part_counts_as_it_was_last_edited() -> None:
    waiting = [sent(1, FULL, SILENCE), sent(2, "the end", SILENCE), edited(3, 1, "changed " + FULL, SILENCE)]
    found = next_batch(waiting, SILENCE)
    assert isinstance(found, Batch)
    assert found.ids == [1, 2, 3]
    assert [message.text for message in found.messages] == ["changed " + FULL, "the end"]


def test_an_edit_makes_a_group_wait_another_second() -> None:
    assert waits(sent(1, FULL, SILENCE), edited(2, 1, FULL, SILENCE / 4)) == SILENCE * 3 / 4


def test_an_edit_of_something_else_is_no_part_and_waits_for_nothing() -> None:
    waiting = sent(5, FULL), edited(6, 1, "changed")
    assert ids(group_in(waiting)) == [5]
    assert batch(*waiting) == [6]


def test_what_else_comes_does_not_wait_and_cuts_no_group() -> None:
    waiting = [sent(1, FULL), press(2), sent(3, FULL), sent(4, "/my"), sent(5, "the end")]
    assert ids(group_in(waiting)) == [1, 3, 5]
    assert batch(*waiting) == [2]
    assert batch(*(one for one in waiting if one.update_id != 2)) == [4]
    assert waits(*(one for one in waiting if one.update_id not in (2, 4))) == SILENCE


def test_a_group_that_is_over_goes_before_what_came_after_its_beginning() -> None:
    assert batch(sent(1, FULL, SILENCE), press(2), sent(3, FULL, SILENCE)) == [1, 3]


def test_what_came_before_a_group_goes_first() -> None:
    assert batch(press(1), sent(2, FULL, SILENCE)) == [1]
    assert batch(sent(1, "short", SILENCE), sent(2, FULL, SILENCE)) == [1]


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_in_groups_nothing_is_grouped(kind: str) -> None:
    chat = {"id": -7, "type": kind, "title": "Developers"}
    waiting = sent(1, FULL, chat=chat), sent(2, FULL, chat=chat)
    assert group_in(waiting) == []
    assert batch(*waiting) == [1]


def test_what_could_not_be_read_waits_for_nothing() -> None:
    unread = ParsedUpdate(1, {}, None, NOW)
    assert batch(unread, sent(2, FULL)) == [1]
    assert batch(sent(1, FULL), ParsedUpdate(2, {}, None, NOW)) == [2]


def test_a_thousand_parts_are_one_group() -> None:
    parts = [sent(number, FULL, SILENCE) for number in range(1, 1001)]
    assert batch(*parts) == list(range(1, 1001))


def test_a_group_that_is_as_long_as_it_may_be_waits_for_no_more() -> None:
    waiting = [sent(1, FULL), sent(2, FULL)]
    assert isinstance(next_batch(waiting, SILENCE), Wait)
    found = next_batch(waiting, SILENCE, is_complete=True)
    assert isinstance(found, Batch)
    assert found.ids == [1, 2]
