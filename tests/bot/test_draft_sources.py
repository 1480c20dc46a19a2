"""Messages in quick succession, divided into pastes."""

from collections.abc import Sequence
from typing import Any

import pytest
from aiogram.types import Message

from bot.inbox.messages import SourceKind, draft_sources
from local.telegram import origins
from tests.bot.telegram_messages import NOON, file, message, picture

LONG = "long " * 500
ORIGIN: dict[str, Any] = {"forward_origin": origins.hidden_user("Ben", NOON)}


def bundled(messages: Sequence[Message]) -> list[tuple[SourceKind, list[int]]]:
    return [(bundle.kind, [one.message_id for one in bundle.messages]) for bundle in draft_sources(messages)]


def test_a_full_message_goes_on_in_the_next() -> None:
    assert bundled([message(1, LONG), message(2, LONG), message(3, "end"), message(4, "other")]) == [
        (SourceKind.TEXT, [1, 2, 3]),
        (SourceKind.TEXT, [4]),
    ]


def test_what_was_sent_some_seconds_later_is_another_text() -> None:
    assert bundled([message(1, LONG), message(2, LONG, date=NOON + 3), message(3, "end", date=NOON + 4)]) == [
        (SourceKind.TEXT, [1]),
        (SourceKind.TEXT, [2, 3]),
    ]


def test_a_text_goes_on_behind_a_file() -> None:
    assert bundled([message(1, LONG), file(2), picture(3), message(4, "end"), file(5)]) == [
        (SourceKind.TEXT, [1, 4]),
        (SourceKind.FILE, [2]),
        (SourceKind.OTHER, [3]),
        (SourceKind.FILE, [5]),
    ]


def test_a_text_goes_on_behind_what_was_forwarded() -> None:
    messages = [message(1, LONG), file(2, **ORIGIN), message(3, "a", **ORIGIN), message(4, "end"), file(5)]
    assert bundled([*messages, message(6, "other")]) == [
        (SourceKind.TEXT, [1, 4]),
        (SourceKind.FORWARDED, [3]),
        (SourceKind.FILE, [2]),
        (SourceKind.FILE, [5]),
        (SourceKind.TEXT, [6]),
    ]


def test_each_file_is_for_itself_and_pictures_are_told_of_together() -> None:
    assert bundled([file(1), file(2), picture(3), picture(4), message(5, "text")]) == [
        (SourceKind.FILE, [1]),
        (SourceKind.FILE, [2]),
        (SourceKind.OTHER, [3, 4]),
        (SourceKind.TEXT, [5]),
    ]


def test_what_is_forwarded_is_one_conversation_whatever_is_between() -> None:
    forwarded = [
        message(2, "a", **ORIGIN),
        file(3, **ORIGIN),
        picture(4, **ORIGIN),
        message(5, "b", **ORIGIN),
    ]
    assert bundled([message(1, "see"), *forwarded]) == [
        (SourceKind.TEXT, [1]),
        (SourceKind.FORWARDED, [2, 4, 5]),
        (SourceKind.FILE, [3]),
    ]


@pytest.mark.parametrize(
    ("forwarded", "kind"),
    [(picture(1, **ORIGIN), SourceKind.OTHER), (picture(1, caption="word", **ORIGIN), SourceKind.FORWARDED)],
    ids=["bare", "with a caption"],
)
def test_a_forwarded_picture_is_of_use_for_its_caption(forwarded: Message, kind: SourceKind) -> None:
    assert bundled([forwarded]) == [(kind, [1])]
