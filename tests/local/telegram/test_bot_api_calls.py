"""The formats of Bot API calls, and the errors for invalid ones."""

import json
from collections.abc import Callable

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramUnauthorizedError
from aiohttp import FormData

from local.telegram.http import parameters
from tests.conversation import Person, Telegram
from tests.local.telegram.raw_calls import Raw

KEYBOARD = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}


async def test_get_me_describes_the_bot(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username, me.first_name) == (123456789, True, "postebin_bot", "Postebin")


@pytest.mark.parametrize("form", ["json", "data", "params"])
async def test_a_call_may_be_json_or_a_form_or_a_query_string(raw: Raw, alice: Person, form: str) -> None:
    keyboard = KEYBOARD if form == "json" else json.dumps(KEYBOARD)
    parameters = {"chat_id": alice.id, "text": "я", "reply_markup": keyboard}
    answer = await raw.call("sendMessage", **{form: parameters})
    assert answer["result"]["reply_markup"] == KEYBOARD
    assert alice.messages[-1].text == "я"


async def test_a_call_may_be_multipart(raw: Raw, alice: Person) -> None:
    form = FormData({"chat_id": str(alice.id)})
    form.add_field("document", b"content", filename="a.txt")
    sent = await raw.call("sendDocument", data=form)
    assert sent["result"]["document"]["file_name"] == "a.txt"


async def test_get_requests_and_any_case_of_method_names_are_accepted(raw: Raw, telegram: Telegram) -> None:
    async with raw.session.get(f"{telegram.url}/bot{telegram.token}/GETME") as response:
        assert (await response.json())["ok"]


@pytest.mark.parametrize(
    ("method", "body", "reason"),
    [
        ("sendPost", {}, "Not Found"),
        ("sendPoll", {}, "Not Implemented: the local Telegram has no sendPoll"),
        ("getMe", {"x": 1}, "Bad Request: unknown parameter x"),
        ("sendMessage", {"text": "a"}, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": 1, "text": ""}, "Bad Request: message text is empty"),
        ("sendDocument", {"chat_id": 1}, "Bad Request: there is no document in the request"),
        ("sendMessage", {"chat_id": 1, "text": "a\ud800"}, "Bad Request: strings must be encoded in UTF-8"),
        ("sendMessage", {"chat_id": 404, "text": "a"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": "@channel", "text": "a"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": {"x": 1}}, "it is of no known kind"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "reply_markup": "{"},
            "can't parse reply_markup JSON",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [[{"callback_data": "b"}]]}},
            "Bad Request: reply_markup.inline_keyboard.0.0.text is empty",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b", "data": "c"}]]}},
            "Bad Request: unknown parameter reply_markup.inline_keyboard.data",
        ),
        ("sendMessage", {"chat_id": "9" * 5000, "text": "a"}, "Bad Request: chat not found"),
        (
            "sendMessage",
            {
                "chat_id": 1,
                "text": "a",
                "reply_markup": '{"force_reply": true, "input_field_placeholder": "\\ud800"}',
            },
            "Bad Request: strings must be encoded in UTF-8",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "entities": "[" * 100_000},
            "can't parse entities JSON object",
        ),
        ("getUpdates", {"limit": "many"}, "Bad Request: invalid limit"),
        ("deleteMessages", {"chat_id": 1, "message_ids": '[1, "x"]'}, "Bad Request: invalid message_ids.1"),
    ],
)
async def test_an_invalid_call_is_refused_with_the_reason(
    raw: Raw, method: str, body: dict[str, object], reason: str
) -> None:
    assert reason in await raw.refusal(method, json=body)


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b'{"x":' + b"[" * 100_000])
async def test_a_body_that_cannot_be_read_is_refused(raw: Raw, body: bytes) -> None:
    refused = await raw.refusal("getMe", data=body, headers={"Content-Type": "application/json"})
    assert refused == "Bad Request: can't parse the request's body"


async def test_a_wrong_token_is_unauthorized(telegram: Telegram, connect: Callable[[Telegram], Bot]) -> None:
    telegram.world.token = "123456789:another"
    with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
        await connect(telegram).get_me()


async def test_an_upload_past_the_limit_is_too_large(
    raw: Raw, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parameters, "UPLOAD_LIMIT", 1000)
    form = FormData({"chat_id": str(alice.id)})
    form.add_field("document", b"x" * 1001, filename="a.txt")
    assert await raw.refusal("sendDocument", data=form) == "Request Entity Too Large"
