"""Forwarded messages and albums where the bot waits for a few words get one refusal."""

import pytest

from bot.context import AppContext
from tests.bot.conftest import pasted
from tests.bot.published import pastes
from tests.bot.test_forwards import ADA, BEN, said
from tests.conversation import Person, Telegram

WAITING = "Please send the new title"


async def asked_for_a_title(alice: Person) -> None:
    await pasted(alice, "old name")
    await alice.presses("Rename")
    await alice.hears("Send me the new title")


async def renamed_after_all(alice: Person, app: AppContext) -> None:
    """Check that nothing else was replied, and that the question is still open."""
    await alice.says("new name")
    await alice.hears_nothing_of(WAITING, until=alice.hears("/alice/new-name"))
    assert [post.title for post in await pastes(app)] == ["new name"]


async def test_a_forwarded_message_is_no_title(alice: Person, app: AppContext) -> None:
    await asked_for_a_title(alice)
    (sent,) = await alice.forwards(said(ADA, "my name"))
    refusal = await alice.hears(WAITING)
    assert refusal.view["reply_to_message_id"] == sent.id
    await renamed_after_all(alice, app)


async def test_several_are_refused_once(alice: Person, app: AppContext) -> None:
    await asked_for_a_title(alice)
    await alice.forwards(said(ADA, "my name"), said(BEN, "his name"), said(ADA, "long " * 600))
    await alice.hears(WAITING)
    await renamed_after_all(alice, app)


async def test_so_is_an_album(alice: Person, app: AppContext) -> None:
    await asked_for_a_title(alice)
    sent = await alice.sends_album([("a.txt", b"a"), ("b.txt", b"b"), ("c.txt", b"c")])
    refusal = await alice.hears(WAITING)
    assert refusal.view["reply_to_message_id"] == sent[0].id
    await renamed_after_all(alice, app)


async def test_who_leaves_the_question_meanwhile_has_the_pastes(alice: Person) -> None:
    await asked_for_a_title(alice)
    await alice.forwards(said(ADA, "What was said"))
    await alice.says("/cancel")
    await alice.hears("Nothing has changed")
    await alice.hears("/alice/what-was-said")


@pytest.mark.parametrize("text", ["hunter2hunter2", "123456"])
async def test_a_forwarded_message_is_no_password(alice: Person, app: AppContext, text: str) -> None:
    await alice.says("/password")
    await alice.hears("Send me the new password")
    (sent,) = await alice.forwards(said(ADA, text))
    await alice.hears("doesn't look like one, so I left it")
    assert not sent.deleted
    assert not await pastes(app)


async def test_it_is_told_in_russian(telegram: Telegram, bot: object) -> None:
    masha = telegram.person("Маша", language="ru")
    await masha.says("/login")
    await masha.hears("В какой аккаунт")
    await masha.forwards(said(ADA, "alice"), said(BEN, "bob"))
    await masha.hears_nothing_of("не найден", until=masha.hears("Пришлите ник текстом"))
