"""Each request to the Bot API is counted by its answer."""

from contextlib import suppress

import pytest
from aiogram.exceptions import ClientDecodeError, TelegramAPIError

from local.telegram.faults import Fault, Trouble
from tests.metrics import Metrics


@pytest.mark.parametrize(
    ("trouble", "answer"),
    [
        (None, "ok"),
        (Trouble.TOO_MANY_REQUESTS, "rate_limited"),
        (Trouble.SERVER_ERROR, "server_error"),
        (Trouble.BAD_GATEWAY, "server_error"),
        (Trouble.DROP, "network_error"),
        (Trouble.NO_JSON, "unreadable"),
    ],
)
async def test_answers_and_faults_are_counted_by_kind(telegram, bot, trouble, answer):
    before = Metrics.of()
    if trouble:
        telegram.world.faults.add(Fault(trouble, "getMe"))
    with suppress(TelegramAPIError, ClientDecodeError):
        await bot.get_me()
    after, name = Metrics.of(), "postebin_telegram_requests_total"
    assert after.value(name, answer=answer) - before.value(name, answer=answer) == 1
    assert after.value(name) - before.value(name) == 1


async def test_a_call_that_is_wrong_is_refused_and_not_an_outage(bot):
    before = Metrics.of()
    with suppress(TelegramAPIError):
        await bot.delete_message(1, 1)
    after, name = Metrics.of(), "postebin_telegram_requests_total"
    assert after.value(name, answer="refused") - before.value(name, answer="refused") == 1
