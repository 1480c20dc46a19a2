"""Forwarded messages as a transcript."""

import pytest
from aiogram import Bot
from aiogram.types import Message

from bot.inbox.to_draft import author_of, draft_of, transcript, transcript_entries
from bot.phrases import words_in
from local.telegram import origins
from local.telegram.json_values import Json
from posts.models import Draft, Format
from tests.analysts import ANALYST
from tests.bot.long_texts import cut_through_a_sign, long_text
from tests.bot.telegram_messages import NOON, entity, message, picture
from tests.conversation import TOKEN

ADA = origins.user({"id": 77, "is_bot": False, "first_name": "Ada", "last_name": "L."}, NOON)
BEN = origins.hidden_user("Ben *B*", NOON + 60)


def said(origin: Json, text: str, number: int = 1, **told: object) -> Message:
    return message(number, text, forward_origin=origin, **told)


async def drafted(*messages: Message, language: str = "en") -> Draft:
    return await transcript(messages, Bot(TOKEN), ANALYST, words_in(language))


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        (ADA, "Ada L."),
        (BEN, "Ben *B*"),
        (origins.channel("News", 5, NOON), "News"),
        (origins.channel("News", 5, NOON, signature="Editor"), "News (Editor)"),
        (origins.group("Club", NOON), "Club"),
    ],
    ids=["user", "hidden", "channel", "signed", "group"],
)
def test_who_wrote_what_is_forwarded(origin: Json, name: str) -> None:
    assert author_of(said(origin, "text")) == name


async def test_author_and_time_stand_above_each_message() -> None:
    tomorrow = origins.hidden_user("Ben *B*", NOON + 86_400)
    draft = await drafted(said(ADA, "Shall we?"), said(BEN, "Yes.\nSoon."), said(tomorrow, "Done <b>!</b>"))
    assert (draft.title, draft.language, draft.format) == (
        "Conversation: Ada L., Ben *B*",
        "text",
        Format.PLAIN,
    )
    assert draft.text == (
        "Ada L., 2025-06-16 12:00 UTC:\nShall we?\n\n"
        "Ben *B*, 2025-06-16 12:01 UTC:\nYes.\nSoon.\n\n"
        "Ben *B*, 2025-06-17 12:00 UTC:\nDone <b>!</b>\n"
    )


async def test_where_one_is_formatted_all_of_it_is_markdown() -> None:
    formatted = said(ADA, "No. 3", entities=[entity("bold", 0, 3)])
    draft = await drafted(said(BEN, "1 * 2"), formatted)
    assert (draft.title, draft.format) == ("Conversation: Ben *B*, Ada L.", Format.MARKDOWN)
    assert draft.text == (
        "**Ben \\*B\\*, 2025-06-16 12:01 UTC:**\n\n1 \\* 2\n\n"
        "**Ada L., 2025-06-16 12:00 UTC:**\n\n**No.** 3\n"
    )


@pytest.mark.parametrize(
    ("language", "title", "gap"),
    [
        ("en", "Conversation: A, B, C and 2 more", "(not text)"),
        ("ru", "Переписка: A, B, C и ещё 2", "(не текст)"),
    ],
)
async def test_many_authors_are_counted_and_a_picture_leaves_a_gap(
    language: str, title: str, gap: str
) -> None:
    messages = [said(origins.hidden_user(name, NOON), f"I am {name}") for name in "ABCD"]
    draft = await drafted(
        *messages, picture(9, forward_origin=origins.hidden_user("E", NOON)), language=language
    )
    assert draft.title == title
    assert draft.text.endswith(f"I am D\n\nE, 2025-06-16 12:00 UTC:\n{gap}\n")


async def test_a_long_text_that_was_cut_is_one_saying_and_exact() -> None:
    text = long_text(20_000)
    messages = [said(ADA, part, number) for number, part in enumerate(cut_through_a_sign(text))]
    assert [saying.author for saying in transcript_entries(messages)] == ["Ada L."]
    assert (await draft_of(messages, Bot(TOKEN), ANALYST)).text == text


def test_two_long_messages_of_different_times_stay_two() -> None:
    evening = origins.hidden_user("Ben *B*", NOON + 7 * 3600)
    assert len(transcript_entries([said(BEN, "word " * 800), said(evening, "short")])) == 2


async def test_a_forwarded_command_is_a_text() -> None:
    assert (
        "UTC:\n/new Title\nbelow\n" in (await drafted(said(ADA, "/new Title\nbelow"), said(BEN, "/my"))).text
    )
