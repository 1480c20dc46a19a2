"""A flood of messages gets a notice and is handled in full, and other people do not wait."""

import pytest
from aiogram import Bot

from bot.context import AppContext
from tests.bot.conftest import Limits
from tests.bot.published import pastes
from tests.conversation import Person, Telegram

MOST = 5
# More than a chat may be sent at once: what comes last is heard some seconds later.
MANY = 25


@pytest.fixture
def few(limits: Limits) -> None:
    limits.limit_waiting_updates = MOST


async def sends_many(person: Person, telegram: Telegram, count: int = MANY) -> list[str]:
    """Send many messages, which Telegram delivers together."""
    texts = [f"thought {number}" for number in range(count)]
    telegram.world.updates.hold()
    for said in texts:
        await person.says(said)
    return texts


def notices(person: Person, pattern: str) -> int:
    return sum(message.matches(pattern) for message in person.messages)


@pytest.mark.usefixtures("few")
async def test_all_is_published_in_order_and_its_sender_is_told_once(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    texts = await sends_many(alice, telegram)
    telegram.world.updates.release()
    await alice.hears(f"You've sent a lot: more than {MOST} messages are waiting. Nothing is lost")
    for number in range(MANY):
        await alice.hears(f"/alice/thought-{number}\n")
    assert [post.title for post in await pastes(app)] == texts
    assert notices(alice, "You've sent a lot") == 1


@pytest.mark.usefixtures("few")
async def test_a_russian_is_told_in_russian(telegram: Telegram, bot: Bot) -> None:
    masha = await registered_in_russian(telegram)
    await sends_many(masha, telegram, MOST + 1)
    telegram.world.updates.release()
    await masha.hears(f"Вы прислали много: в очереди больше {MOST} сообщений. Ничего не потеряно")
    await masha.hears(f"/masha/thought-{MOST}\n")
    assert notices(masha, "Вы прислали много|You've sent") == 1


async def registered_in_russian(telegram: Telegram) -> Person:
    masha = telegram.person("Маша", language="ru")
    await masha.says("/start")
    await masha.hears("выберите ник")
    await masha.says("masha")
    await masha.hears("masha")
    return masha


@pytest.mark.usefixtures("few")
async def test_who_sends_as_many_as_may_wait_is_told_nothing(telegram: Telegram, alice: Person) -> None:
    await sends_many(alice, telegram, MOST)
    telegram.world.updates.release()
    await alice.hears_nothing_of("sent a lot", until=alice.hears(f"/alice/thought-{MOST - 1}\n"))


@pytest.mark.usefixtures("few")
async def test_another_need_not_wait_for_it(
    telegram: Telegram, alice: Person, bob: Person, app: AppContext
) -> None:
    await sends_many(alice, telegram)
    await bob.says("/help")
    await bob.says("a note")
    telegram.world.updates.release()
    await bob.hears("/new")
    note = await bob.hears("/bob/a-note")
    last = await alice.hears(f"/alice/thought-{MANY - 1}\n")
    # Private chats share the count of messages.
    assert note.id < last.id
    assert notices(bob, "sent a lot") == 0


@pytest.mark.usefixtures("few")
async def test_in_a_group_nobody_is_told(telegram: Telegram, alice: Person, bob: Person) -> None:
    group = telegram.group("Developers", [alice, bob])
    group.promotes_bot()
    telegram.world.updates.hold()
    for number in range(2 * MOST):
        await group.says(alice, f"talking {number}")
    said = await group.says(bob, "to be pasted")
    await group.replies(bob, said, "/paste")
    telegram.world.updates.release()
    await group.hears_nothing_of("sent a lot", until=group.hears("/bob/to-be-pasted"))
    assert notices(alice, "sent a lot") == notices(bob, "sent a lot") == 0
