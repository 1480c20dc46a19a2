"""Forwarded messages: one is a paste that names its origin, several are a transcript."""

from bot.context import AppContext
from local.telegram import origins
from local.telegram.forwarding import ExternalMessage
from local.telegram.json_values import Json
from local.telegram.text.formatted import Formatted
from tests.bot.published import pastes, published, text_behind
from tests.bot.telegram_messages import NOON
from tests.conversation import Person, Telegram

ADA = origins.user({"id": 77, "is_bot": False, "first_name": "Ada", "last_name": "L."}, NOON)
BEN = origins.hidden_user("Ben *B*", NOON + 60)
NEWS = origins.channel("Our <news>", 5, NOON, signature="Editor")


def said(origin: Json, text: str) -> ExternalMessage:
    return ExternalMessage(origin, Formatted(text))


async def test_one_forwarded_message_names_its_origin(alice: Person, bob: Person, app: AppContext) -> None:
    await alice.forwards(said(ADA, "What was said"))
    await bob.forwards(said(NEWS, "What was written"))
    card = await alice.hears("/alice/what-was-said")
    assert "↪ forwarded from Ada L." in card.text
    assert await text_behind(card, app) == "What was said"
    card = await bob.hears("/bob/what-was-written")
    assert "↪ forwarded from Our <news> (Editor)" in card.text


async def test_several_are_one_transcript_for_strangers_too(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    masha = telegram.person("Маша", language="ru")
    await alice.forwards(said(ADA, "Shall we?"), said(BEN, "Yes.\nSoon."))
    await masha.forwards(*(said(origins.hidden_user(name, NOON), f"Я {name}") for name in ("Аня", "Боря")))
    await alice.sees_it_typing()
    card = await alice.hears("Conversation: Ada L., Ben \\*B\\*")
    assert await text_behind(card, app) == (
        "Ada L., 2025-06-16 12:00 UTC:\nShall we?\n\nBen *B*, 2025-06-16 12:01 UTC:\nYes.\nSoon.\n"
    )
    assert len(await pastes(app)) == 1
    await masha.hears("Сохранил «Переписка: Аня, Боря»")
    await masha.says("masha")
    card = await masha.hears("/masha/perepiska-ania-boria")
    assert "Боря, 2025-06-16 12:00 UTC:\nЯ Боря\n" in await text_behind(card, app)


async def test_files_among_them_are_pastes_and_pictures_leave_a_gap(alice: Person, app: AppContext) -> None:
    photo = await alice.sends_photo()
    await alice.hears("I publish text and text files")
    file = ExternalMessage(BEN, Formatted("see"), file=("plan.txt", b"the plan"))
    await alice.forwards(said(ADA, "Look:"), file, photo, said(BEN, "Nice."))
    talk = await alice.hears("Conversation: Ada L., Alice, Ben")
    assert "Look:\n\nAlice, " in await text_behind(talk, app)
    assert "UTC:\n(not text)\n\nBen *B*" in await text_behind(talk, app)
    card = await alice.hears("/alice/plan.txt")
    assert "forwarded from Ben *B*" in card.text


async def test_a_forwarded_picture_is_its_words_or_told_of_once(
    telegram: Telegram, alice: Person, bob: Person
) -> None:
    photo = await alice.sends_photo()
    await alice.hears("I publish text and text files")
    telegram.world.state.messages[alice.id][photo.id].text = "A word on it"
    await alice.forwards(photo)
    photos = [await bob.sends_photo() for _ in range(2)]
    for _ in photos:
        await bob.hears("I publish text and text files")
    await bob.forwards(*photos)
    card = await alice.hears("/alice/a-word-on-it")
    assert "forwarded from Alice" in card.text
    await bob.hears("I publish text and text files")
    await bob.says("next")
    await bob.hears_nothing_of("I can publish", until=bob.hears("/bob/next"))


async def test_several_forwarded_answer_edit_as_a_transcript(alice: Person, app: AppContext) -> None:
    await alice.says("draft")
    await alice.hears("/alice/draft")
    await alice.presses("Edit")
    await alice.hears("Send me the new text")
    await alice.forwards(said(ADA, "Shall we?"), said(BEN, "Yes."))
    await alice.hears("\\(version 2\\)")
    assert "Shall we?\n\nBen *B*, " in await published(app, "alice/draft")
