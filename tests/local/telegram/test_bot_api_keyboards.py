"""Inline keyboards: the buttons that Telegram refuses, and callback queries."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo

from local.telegram.author import Impossible
from tests.conversation import Person, Telegram
from tests.local.telegram.raw_calls import Raw

LONG = "x" * 257


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[button] for button in buttons])


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (InlineKeyboardButton(text="a", callback_data="я" * 33), "BUTTON_DATA_INVALID"),
        (InlineKeyboardButton(text="a"), "text buttons are unallowed in the inline keyboard"),
        (InlineKeyboardButton(text=" ", callback_data="b"), "BUTTON_TEXT_INVALID"),
        (
            InlineKeyboardButton(text="a", copy_text=CopyTextButton(text=LONG)),
            "BUTTON_COPY_TEXT_INVALID",
        ),
        (
            InlineKeyboardButton(text="a", url="http://localhost:8080/alice/x"),
            "inline keyboard button URL 'http://localhost:8080/alice/x' is invalid: Wrong HTTP URL",
        ),
        (
            InlineKeyboardButton(text="a", url="http://viewer/x"),
            "inline keyboard button URL 'http://viewer/x' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_a_button_that_telegram_refuses(
    bot: Bot, alice: Person, button: InlineKeyboardButton, reason: str
) -> None:
    with pytest.raises(TelegramBadRequest) as refused:
        await bot.send_message(alice.id, "a", reply_markup=keyboard(button))
    assert refused.value.message == f"Bad Request: {reason}"


async def test_empty_callback_data_is_refused(raw: Raw, alice: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": ""}]]}
    call = {"chat_id": alice.id, "text": "a", "reply_markup": markup}
    assert await raw.refusal("sendMessage", json=call) == "Bad Request: BUTTON_DATA_INVALID"


async def test_too_many_buttons_are_refused(bot: Bot, alice: Person) -> None:
    many = [InlineKeyboardButton(text="a", callback_data=str(n)) for n in range(101)]
    with pytest.raises(TelegramBadRequest, match="REPLY_MARKUP_TOO_LONG"):
        await bot.send_message(alice.id, "a", reply_markup=keyboard(*many))


async def test_buttons_at_the_limits_are_shown(bot: Bot, alice: Person) -> None:
    await bot.send_message(
        alice.id,
        "a",
        reply_markup=keyboard(
            InlineKeyboardButton(text="data", callback_data="я" * 32),
            InlineKeyboardButton(text="copy", copy_text=CopyTextButton(text="x" * 256)),
            InlineKeyboardButton(text="open", url="https://example.com"),
            InlineKeyboardButton(text="app", web_app=WebAppInfo(url="https://example.com")),
        ),
    )
    shown = (await alice.hears("a")).keyboard
    assert [row[0]["kind"] for row in shown] == ["callback", "copy", "url", "other"]
    assert shown[2][0]["url"] == "https://example.com/"


async def test_a_press_reaches_the_bot_and_is_answered_once(bot: Bot, alice: Person) -> None:
    sent = await bot.send_message(
        alice.id, "a", reply_markup=keyboard(InlineKeyboardButton(text="Go", callback_data="go:1"))
    )
    await alice.presses("Go")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.from_user.id, query.message.message_id) == ("go:1", alice.id, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(query.id, "x" * 201)
    assert await bot.answer_callback_query(query.id, "Done", show_alert=True)
    assert await alice.hears_toast("Done")
    with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired or query ID"):
        await bot.answer_callback_query(query.id)


async def test_an_answer_that_comes_too_late_is_refused(bot: Bot, alice: Person, telegram: Telegram) -> None:
    query_id = telegram.server.people.inline(alice.account).ask("x")
    telegram.world.queries.time_to_answer = 0
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_inline_query(query_id, [])


async def test_only_buttons_with_data_can_be_pressed(bot: Bot, alice: Person, telegram: Telegram) -> None:
    sent = await bot.send_message(
        alice.id, "a", reply_markup=keyboard(InlineKeyboardButton(text="Go", url="https://example.com"))
    )
    for row, column in ((0, 0), (0, 1), (1, 0), (-1, 0)):
        with pytest.raises(Impossible, match="no such button"):
            telegram.server.people.participant(alice.account).press(sent.message_id, row, column)
