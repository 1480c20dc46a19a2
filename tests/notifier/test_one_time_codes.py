"""Sending one-time codes."""

import re

import pytest

from auth.models import TelegramId, User
from local.telegram.faults import Fault, Trouble
from notifier.sending import CodeNotSent, send_one_time_code
from notifier.worker import Worker
from tests.conversation import Person, Telegram
from tests.notifier.village import Village


async def code_of(person: Person) -> str:
    """Return the code of the latest message."""
    message = await person.hears(r"code for alice: \d{6}")
    code = re.findall(r"\d{6}", message.text)
    assert len(code) == 1
    assert message.keyboard[0][0]["copy_text"] == code[0]
    return str(code[0])


@pytest.fixture
async def phone(village: Village, alice: User) -> Person:
    """Alice's first chat."""
    return village.telegram.person("alice")


@pytest.fixture
async def tablet(village: Village, alice: User) -> Person:
    """Alice's second chat."""
    tablet = village.telegram.person("tablet")
    await tablet.says("/start")
    await village.accounts.set_password(alice.id, "correct horse")
    await village.accounts.log_in(TelegramId(tablet.id), "alice", "correct horse")
    return tablet


async def test_every_linked_chat_gets_the_code_that_works(
    village: Village, worker: Worker, alice: User, phone: Person, tablet: Person
) -> None:
    await send_one_time_code(worker, alice.id)
    code = await code_of(phone)
    assert await code_of(tablet) == code
    await village.accounts.redeem_code(alice.id, code)


async def test_the_code_message_is_in_the_persons_language(
    village: Village, worker: Worker, alice: User, phone: Person
) -> None:
    await village.accounts.set_language(alice.id, "ru")
    await send_one_time_code(worker, alice.id)
    message = await phone.hears(r"Одноразовый код для alice: \d{6}")
    assert "10 минут" in message.text


async def test_an_unreachable_chat_does_not_keep_the_code_from_the_others(
    village: Village, worker: Worker, alice: User, phone: Person, tablet: Person
) -> None:
    await phone.blocks_the_bot()
    await send_one_time_code(worker, alice.id)
    await village.accounts.redeem_code(alice.id, await code_of(tablet))
    assert [to.telegram_id for to in await village.accounts.recipients([alice.id])] == [tablet.id]


async def test_a_code_that_no_chat_has_received_is_sent_again(
    village: Village, worker: Worker, alice: User, phone: Person, telegram: Telegram
) -> None:
    telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendMessage"))
    with pytest.raises(CodeNotSent):
        await send_one_time_code(worker, alice.id)
    await send_one_time_code(worker, alice.id)
    await village.accounts.redeem_code(alice.id, await code_of(phone))
