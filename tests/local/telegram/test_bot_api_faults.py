"""Fault injection."""

import time

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from local.telegram.faults import Fault, Trouble
from tests.local.telegram.calls import refused


async def test_the_next_calls_of_a_method_fail_and_no_other(bot, alice, telegram):
    telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendMessage", count=2))
    await bot.get_me()
    for _ in range(2):
        await refused(bot.send_message(alice.id, "a"), "Internal Server Error", TelegramServerError)
    await bot.send_message(alice.id, "b")
    assert [message.text for message in alice.messages] == ["/start", "b"]


async def test_a_bot_can_be_told_to_wait(bot, alice, telegram):
    telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, seconds=7))
    answer = await refused(bot.send_message(alice.id, "a"), "Too Many", TelegramRetryAfter)
    assert answer.value.retry_after == 7


async def test_a_gateway_can_answer_in_telegrams_place(bot, telegram):
    telegram.world.faults.add(Fault(Trouble.BAD_GATEWAY))
    await refused(bot.get_me(), "Bad Gateway", TelegramServerError)
    telegram.world.faults.add(Fault(Trouble.NO_JSON))
    await refused(bot.get_me(), error=ClientDecodeError)
    assert (await bot.get_me()).is_bot


@pytest.mark.parametrize(("trouble", "arrived"), [(Trouble.DROP, False), (Trouble.DROP_ANSWER, True)])
async def test_a_connection_is_dropped_before_or_after_the_call_is_carried_out(
    bot, alice, telegram, trouble, arrived
):
    telegram.world.faults.add(Fault(trouble, "sendMessage"))
    await refused(bot.send_message(alice.id, "a"), error=TelegramNetworkError)
    assert any(message.text == "a" for message in alice.messages) is arrived
    await bot.send_message(alice.id, "b")


async def test_an_answer_can_be_slow(bot, telegram):
    telegram.world.faults.add(Fault(Trouble.SLOW, "GETME", seconds=0.1))
    started = time.monotonic()
    await bot.get_me()
    assert time.monotonic() - started >= 0.1


async def test_faults_are_asked_for_over_http(http, bot, alice):
    async with http.session.post(
        f"{http.url}/faults", json={"kind": "server_error", "method": "getMe"}
    ) as done:
        assert done.status == 201
    await refused(bot.get_me(), error=TelegramServerError)
    await http.session.post(f"{http.url}/faults", json={"kind": "bad_gateway", "count": 100})
    await http.session.delete(f"{http.url}/faults")
    await http.session.post(f"{http.url}/faults", json={"kind": "twice"})
    (first,) = await bot.get_updates()
    (again,) = await bot.get_updates(offset=first.update_id + 1)
    assert again.update_id == first.update_id
    assert first.message.chat.id == alice.id


@pytest.mark.parametrize(
    "body", [{}, {"kind": "flood"}, {"kind": "slow", "count": 0}, {"kind": "slow", "x": 1}]
)
async def test_an_invalid_fault_is_explained(http, body):
    assert (await http.ask("POST", "/faults", 400, json=body))["error"]
