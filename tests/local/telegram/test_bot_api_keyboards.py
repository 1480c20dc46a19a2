"""Inline keyboards: the buttons that Telegram refuses, and callback queries."""

import pytest
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo

from local.telegram.author import Impossible
from tests.local.telegram.calls import PRESS, keyboard, last, refused

WRONG_URL = "inline keyboard button URL '{0}' is invalid: Wrong HTTP URL"


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
        ({}, "text buttons are unallowed in the inline keyboard"),
        ({"text": " ", "callback_data": "b"}, "BUTTON_TEXT_INVALID"),
        ({"copy_text": CopyTextButton(text="x" * 257)}, "BUTTON_COPY_TEXT_INVALID"),
        ({"url": "http://localhost:8080/alice/x"}, WRONG_URL.format("http://localhost:8080/alice/x")),
        ({"url": "http://viewer/x"}, WRONG_URL.format("http://viewer/x")),
    ],
)
async def test_an_invalid_button_is_refused(bot, alice, button, reason):
    markup = keyboard(**{"text": "a"} | button)
    answer = await refused(bot.send_message(alice.id, "a", reply_markup=markup))
    assert answer.value.message == f"Bad Request: {reason}"


async def test_empty_callback_data_is_refused(http, alice):
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": ""}]]}
    call = {"chat_id": alice.id, "text": "a", "reply_markup": markup}
    assert await http.refusal("sendMessage", json=call) == "Bad Request: BUTTON_DATA_INVALID"


def column(*buttons):
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(**button)] for button in buttons])


async def test_buttons_at_the_limits_are_shown_and_more_are_refused(bot, alice):
    buttons = (
        {"text": "data", "callback_data": "я" * 32},
        {"text": "copy", "copy_text": CopyTextButton(text="x" * 256)},
        {"text": "open", "url": "https://example.com"},
        {"text": "app", "web_app": WebAppInfo(url="https://example.com")},
    )
    await bot.send_message(alice.id, "a", reply_markup=column(*buttons))
    shown = (await alice.hears("a")).keyboard
    assert [row[0]["kind"] for row in shown] == ["callback", "copy", "url", "other"]
    assert shown[2][0]["url"] == "https://example.com/"
    many = column(*({"text": "a", "callback_data": str(n)} for n in range(101)))
    await refused(bot.send_message(alice.id, "a", reply_markup=many), "REPLY_MARKUP_TOO_LONG")


async def test_a_press_reaches_the_bot_and_is_answered_once(bot, alice):
    sent = await bot.send_message(alice.id, "a", reply_markup=PRESS)
    await alice.presses("Go")
    query = (await last(bot)).callback_query
    assert (query.data, query.from_user.id, query.message.message_id) == ("go", alice.id, sent.message_id)
    await refused(bot.answer_callback_query(query.id, "x" * 201), "MESSAGE_TOO_LONG")
    assert await bot.answer_callback_query(query.id, "Done", show_alert=True)
    assert await alice.hears_toast("Done")
    too_old = "query is too old and response timeout expired or query ID"
    await refused(bot.answer_callback_query(query.id), too_old)


async def test_an_answer_that_comes_too_late_is_refused(bot, alice, telegram):
    query_id = telegram.server.people.inline(alice.account).ask("x")
    telegram.world.queries.time_to_answer = 0
    await refused(bot.answer_inline_query(query_id, []), "query is too old")


@pytest.mark.parametrize(("row", "number"), [(0, 0), (0, 1), (1, 0), (-1, 0)])
async def test_only_buttons_with_data_can_be_pressed(bot, alice, telegram, row, number):
    sent = await bot.send_message(alice.id, "a", reply_markup=keyboard(text="Go", url="https://example.com"))
    with pytest.raises(Impossible, match="no such button"):
        telegram.server.people.participant(alice.account).press(sent.message_id, row, number)
