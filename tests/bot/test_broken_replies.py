"""Replies that can never be sent are given up, and the chat continues."""

import json

import pytest
from aiogram import Bot
from aiogram.methods import SendMessage

from bot.outbox.replies import outbox_rows
from kernel.chats.outbox import Outbox
from kernel.database import Sessions
from tests.conversation import Person


async def say(sessions: Sessions, bot: Bot, person: Person, *payloads: str) -> None:
    """Store a broken reply and a good one."""
    [last] = outbox_rows([SendMessage(chat_id=person.id, text="after it")])
    async with sessions.begin() as session:
        await Outbox(session, bot.id).add([*((person.id, payload) for payload in payloads), last])


@pytest.mark.parametrize(
    "payload",
    [
        "no JSON",
        json.dumps({"method": "SendTelepathy", "fields": {"text": "of a later version"}}),
        json.dumps({"method": "SendMessage", "fields": {"text": {"un": "known"}}}),
    ],
    ids=["no JSON", "unknown method", "wrong fields"],
)
async def test_what_cannot_be_read_is_given_up(
    sessions: Sessions, bot: Bot, alice: Person, caplog: pytest.LogCaptureFixture, payload: str
) -> None:
    await say(sessions, bot, alice, payload)
    await alice.hears("after it")
    await alice.says("a note")
    await alice.hears("/alice/a-note")
    assert caplog.text.count("reply_retried") == 2
    assert caplog.text.count("reply_given_up") == 1


async def test_what_telegram_refuses_is_given_up_at_once(
    sessions: Sessions, bot: Bot, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    [(_, payload)] = outbox_rows([SendMessage(chat_id=alice.id, text="<b>not closed")])
    await say(sessions, bot, alice, payload)
    await alice.hears("after it")
    assert caplog.text.count("reply_refused") == 1
