"""Fault injection."""

import time
from collections.abc import Callable

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from local.telegram.faults import Fault, Trouble
from tests.conversation import Person, Telegram
from tests.local.telegram.raw_calls import Raw


async def test_the_next_calls_of_a_method_fail_and_no_other(
    bot: Bot, alice: Person, telegram: Telegram
) -> None:
    telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendMessage", count=2))
    await bot.get_me()
    for _ in range(2):
        with pytest.raises(TelegramServerError, match="Internal Server Error"):
            await bot.send_message(alice.id, "a")
    await bot.send_message(alice.id, "b")
    assert [message.text for message in alice.messages] == ["/start", "b"]


async def test_a_bot_can_be_told_to_wait(bot: Bot, alice: Person, telegram: Telegram) -> None:
    telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, seconds=7))
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(alice.id, "a")
    assert refused.value.retry_after == 7


async def test_a_gateway_can_be_bad(bot: Bot, telegram: Telegram) -> None:
    telegram.world.faults.add(Fault(Trouble.BAD_GATEWAY))
    with pytest.raises(TelegramServerError, match="Bad Gateway"):
        await bot.get_me()


async def test_something_else_can_answer_in_telegrams_place(bot: Bot, telegram: Telegram) -> None:
    telegram.world.faults.add(Fault(Trouble.NO_JSON))
    with pytest.raises(ClientDecodeError):
        await bot.get_me()
    assert (await bot.get_me()).is_bot


@pytest.mark.parametrize(("trouble", "arrived"), [(Trouble.DROP, False), (Trouble.DROP_ANSWER, True)])
async def test_a_connection_is_dropped_before_or_after_the_call_is_carried_out(
    bot: Bot, alice: Person, telegram: Telegram, trouble: Trouble, arrived: bool
) -> None:
    telegram.world.faults.add(Fault(trouble, "sendMessage"))
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(alice.id, "a")
    assert any(message.text == "a" for message in alice.messages) is arrived
    await bot.send_message(alice.id, "b")


async def test_an_answer_can_be_slow(bot: Bot, telegram: Telegram) -> None:
    telegram.world.faults.add(Fault(Trouble.SLOW, "GETME", seconds=0.2))
    started = time.monotonic()
    await bot.get_me()
    assert time.monotonic() - started >= 0.2


async def test_faults_are_asked_for_over_http(
    raw: Raw, bot: Bot, alice: Person, connect: Callable[[Telegram], Bot]
) -> None:
    async with raw.session.post(
        f"{raw.url}/faults", json={"kind": "server_error", "method": "getMe"}
    ) as response:
        assert response.status == 201
    with pytest.raises(TelegramServerError):
        await bot.get_me()
    await raw.session.post(f"{raw.url}/faults", json={"kind": "bad_gateway", "count": 100})
    await raw.session.delete(f"{raw.url}/faults")
    await raw.session.post(f"{raw.url}/faults", json={"kind": "twice"})
    (first,) = await bot.get_updates()
    (again,) = await bot.get_updates(offset=first.update_id + 1)
    assert again.update_id == first.update_id
    assert first.message is not None
    assert first.message.chat.id == alice.id


@pytest.mark.parametrize(
    "body", [{}, {"kind": "flood"}, {"kind": "slow", "count": 0}, {"kind": "slow", "x": 1}]
)
async def test_an_invalid_fault_is_explained(raw: Raw, body: dict[str, object]) -> None:
    async with raw.session.post(f"{raw.url}/faults", json=body) as response:
        assert response.status == 400
        assert (await response.json())["error"]
