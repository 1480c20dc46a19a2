"""The formats of Bot API calls, and the errors for invalid ones."""

import json

import pytest
from aiogram.exceptions import TelegramUnauthorizedError
from aiohttp import FormData

from local.telegram.http import parameters
from tests.local.telegram.calls import refused

KEYBOARD = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
HALF_A_PAIR = "Bad Request: strings must be encoded in UTF-8"


def form_of(alice, content):
    form = FormData({"chat_id": str(alice.id)})
    form.add_field("document", content, filename="a.txt")
    return form


async def test_get_me_describes_the_bot(bot):
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username, me.first_name) == (123456789, True, "postebin_bot", "Postebin")


@pytest.mark.parametrize("form", ["json", "data", "params"])
async def test_a_call_may_be_json_or_a_form_or_a_query_string(http, alice, form):
    markup = KEYBOARD if form == "json" else json.dumps(KEYBOARD)
    answer = await http.call(
        "sendMessage", **{form: {"chat_id": alice.id, "text": "я", "reply_markup": markup}}
    )
    assert answer["result"]["reply_markup"] == KEYBOARD
    assert alice.messages[-1].text == "я"


async def test_a_call_may_be_multipart_up_to_a_limit(http, alice, monkeypatch):
    monkeypatch.setattr(parameters, "UPLOAD_LIMIT", 1000)
    sent = await http.call("sendDocument", data=form_of(alice, b"x" * 900))
    assert sent["result"]["document"]["file_name"] == "a.txt"
    too_large = form_of(alice, b"x" * 1001)
    assert await http.refusal("sendDocument", data=too_large) == "Request Entity Too Large"


async def test_get_requests_and_any_case_of_method_names_are_accepted(http):
    async with http.session.get(f"{http.bot_url}/GETME") as response:
        assert (await response.json())["ok"]


@pytest.mark.parametrize(
    ("method", "body", "reason"),
    [
        ("sendPost", {}, "Not Found"),
        ("sendPoll", {}, "Not Implemented: the local Telegram has no sendPoll"),
        ("getMe", {"x": 1}, "Bad Request: unknown parameter x"),
        ("sendMessage", {"text": "a"}, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "Bad Request: message text is empty"),
        ("sendDocument", {"chat_id": 1}, "Bad Request: there is no document in the request"),
        ("getUpdates", {"limit": "many"}, "Bad Request: invalid limit"),
        ("deleteMessages", {"chat_id": 1, "message_ids": '[1, "x"]'}, "Bad Request: invalid message_ids.1"),
    ],
)
async def test_an_invalid_call_is_refused_with_the_reason(http, method, body, reason):
    assert reason in await http.refusal(method, json=body)


def button(**fields):
    return {"reply_markup": {"inline_keyboard": [[fields]]}}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": "a\ud800"}, HALF_A_PAIR),
        ({"chat_id": 404}, "Bad Request: chat not found"),
        ({"chat_id": "@channel"}, "Bad Request: chat not found"),
        ({"chat_id": "9" * 5000}, "Bad Request: chat not found"),
        # aiogram still has it, but Telegram's documentation has not.
        ({"disable_web_page_preview": True}, "Bad Request: unknown parameter disable_web_page_preview"),
        ({"reply_markup": {"x": 1}}, "it is of no known kind"),
        ({"reply_markup": "{"}, "can't parse reply_markup JSON"),
        (button(callback_data="b"), "Bad Request: reply_markup.inline_keyboard.0.0.text is empty"),
        (button(text="b", data="c"), "Bad Request: unknown parameter reply_markup.inline_keyboard.data"),
        ({"reply_markup": '{"force_reply": true, "input_field_placeholder": "\\ud800"}'}, HALF_A_PAIR),
        ({"entities": "[" * 100_000}, "can't parse entities JSON object"),
    ],
)
async def test_an_invalid_message_is_refused_with_the_reason(http, change, reason):
    assert reason in await http.refusal("sendMessage", json={"chat_id": 1, "text": "a"} | change)


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b'{"x":' + b"[" * 100_000])
async def test_a_body_that_cannot_be_read_is_refused(http, body):
    answer = await http.refusal("getMe", data=body, headers={"Content-Type": "application/json"})
    assert answer == "Bad Request: can't parse the request's body"


async def test_a_wrong_token_is_unauthorized(telegram, bot):
    telegram.world.token = "123456789:another"
    await refused(bot.get_me(), "Unauthorized", TelegramUnauthorizedError)
