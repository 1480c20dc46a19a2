"""Requests of exports: one at a time, sent to the person's chat, in their language."""

import pytest

from auth.models import TelegramId, User
from notifier.errors import ExportInProgress
from notifier.exports.sending import send_exports
from notifier.worker import Worker
from tests.conversation import Person, Telegram
from tests.notifier.village import Village


@pytest.fixture
async def phone(village: Village, alice: User) -> Person:
    return village.telegram.person("alice")


async def test_a_person_has_one_export_at_a_time(
    village: Village, worker: Worker, alice: User, phone: Person
) -> None:
    await village.exports.request(alice, TelegramId(phone.id))
    with pytest.raises(ExportInProgress):
        await village.exports.request(alice, TelegramId(7))
    _, bob = await village.joins("bob")
    await village.exports.request(bob, TelegramId(7))
    await send_exports(worker)
    await village.exports.request(alice, TelegramId(phone.id))


async def test_a_chat_unlinked_before_sending_gets_no_export(
    village: Village, worker: Worker, alice: User, phone: Person
) -> None:
    await village.exports.request(alice, TelegramId(phone.id))
    await village.changes("DELETE FROM auth.telegram_accounts")
    await phone.hears_nothing_of("All your data", until=send_exports(worker))
    assert await village.rows("SELECT status FROM notifier.exports") == [("failed",)]


async def test_the_message_is_in_the_language_of_the_person(
    village: Village, worker: Worker, telegram: Telegram
) -> None:
    boris, user = await village.joins("boris", language="ru")
    await village.exports.request(user, TelegramId(boris.id))
    await send_exports(worker)
    await boris.hears("Все ваши данные на ")
