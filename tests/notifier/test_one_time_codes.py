"""Sending one-time codes."""

import re

import pytest

from local.telegram.faults import Fault, Trouble
from notifier.sending import CodeNotSent, send_one_time_code


async def code_of(person):
    """Return the code of the latest message."""
    message = await person.hears(r"code for alice: \d{6}")
    (code,) = re.findall(r"\d{6}", message.text)
    assert message.keyboard[0][0]["copy_text"] == code
    return code


@pytest.fixture
async def tablet(village, alice):
    """Alice's second chat."""
    return await village.logs_in("tablet", alice)


async def test_every_linked_chat_gets_the_code_that_works(village, worker, alice, phone, tablet):
    await send_one_time_code(worker, alice.id)
    code = await code_of(phone)
    assert await code_of(tablet) == code
    await village.accounts.redeem_code(alice.id, code)


async def test_the_code_message_is_in_the_persons_language(village, worker, alice, phone):
    await village.accounts.set_language(alice.id, "ru")
    await send_one_time_code(worker, alice.id)
    message = await phone.hears(r"Одноразовый код для alice: \d{6}")
    assert "10 минут" in message.text


async def test_an_unreachable_chat_does_not_keep_the_code_from_the_others(
    village, worker, alice, phone, tablet
):
    await phone.blocks_the_bot()
    await send_one_time_code(worker, alice.id)
    await village.accounts.redeem_code(alice.id, await code_of(tablet))
    assert [to.telegram_id for to in await village.accounts.recipients([alice.id])] == [tablet.id]


async def test_a_code_that_no_chat_has_received_is_sent_again(village, worker, alice, phone, telegram):
    telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendMessage"))
    with pytest.raises(CodeNotSent):
        await send_one_time_code(worker, alice.id)
    await send_one_time_code(worker, alice.id)
    await village.accounts.redeem_code(alice.id, await code_of(phone))
