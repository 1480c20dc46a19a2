"""Texts and titles in messages, and their JSON."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import Message

from bot.inbox.messages import below_command, joined, message_json, parse_message, text_of, title_in
from local.telegram import origins
from local.telegram.json_values import Json
from tests.bot.telegram_messages import NOON, entity, file, message, picture
from tests.conversation import TOKEN

ORIGIN: dict[str, Any] = {"forward_origin": origins.hidden_user("Ben", NOON)}


def test_what_was_cut_within_a_word_and_a_sign_is_joined_with_its_formatting() -> None:
    first = message(1, "a\U0001f600\ud83d", entities=[entity("bold", 1, 3), entity("italic", 0, 1)])
    second = message(2, "\ude00b c", entities=[entity("bold", 0, 2), entity("italic", 3, 1)])
    text = joined([first, second])
    assert text.text == "a😀😀b c"
    assert [(found.type, found.offset, found.length) for found in text.entities] == [
        ("bold", 1, 5),
        ("italic", 0, 1),
        ("italic", 7, 1),
    ]


@pytest.mark.parametrize(
    "rest",
    [entity("pre", 0, 1, language="go"), entity("code", 0, 1), entity("pre", 1, 1, language="py")],
    ids=["language", "kind", "place"],
)
def test_formatting_of_another_kind_or_place_stays_apart(rest: Json) -> None:
    parts = [
        message(1, "ab", entities=[entity("pre", 1, 1, language="py")]),
        message(2, "cd", entities=[rest]),
    ]
    assert len(joined(parts).entities) == 2


@pytest.mark.parametrize(
    ("told", "title", "below"),
    [
        (message(1, "/new My list\nmilk"), "My list", "milk"),
        (message(1, "/NEW@postebin_bot My list\r\nmilk"), "My list", "milk"),
        (message(1, "/new\nmilk"), "", "milk"),
        (message(1, "/news of today\nmilk"), "", "/news of today\nmilk"),
        (message(1, "see /new My list\nmilk"), "", "see /new My list\nmilk"),
        (message(1, "/new My list\nmilk", **ORIGIN), "", "/new My list\nmilk"),
        (file(1, caption="/new My list"), "My list", "/new My list"),
    ],
    ids=["usual", "addressed", "untitled", "other word", "inside", "forwarded", "file"],
)
def test_new_gives_a_title_and_is_not_of_the_text(told: Message, title: str, below: str) -> None:
    assert (title_in(told), text_of(below_command(told))) == (title, below)


@pytest.mark.parametrize(
    "told",
    [
        message(
            1, "NUL \0, halves \ud83d \ude00, the last sign \U0010ffff, \U0010f83d, a \\u0000 in letters"
        ),
        message(1, "<b>", entities=[entity("pre", 0, 3, language="html")], **ORIGIN),
        file(1, caption="word", media_group_id="9"),
        picture(1, forward_origin=origins.channel("News", 5, NOON, signature="Editor")),
    ],
    ids=["signs", "forwarded", "file", "channel"],
)
async def test_a_message_comes_out_of_redis_as_it_went_in(told: Message) -> None:
    bot = Bot(TOKEN)
    assert message_json(told).isascii()
    back = parse_message(message_json(told), bot)
    assert back.model_dump(exclude_none=True) == told.model_dump(exclude_none=True)
    assert back.bot is bot
    await bot.session.close()


async def test_the_message_that_is_replied_to_does_not_wait_along() -> None:
    told = message(2, "reply", reply_to_message=message(1, "long " * 800).model_dump(by_alias=True))
    assert len(message_json(told)) < 400
