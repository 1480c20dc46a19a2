"""answerInlineQuery: the cache, and invalid answers."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultCachedDocument,
    InlineQueryResultsButton,
)

from tests.conversation import Person, Telegram
from tests.local.telegram.inline_bot import Answer, answering, article
from tests.local.telegram.raw_calls import Raw


@pytest.fixture
def answers(bot: Bot) -> Answer:
    return answering(bot)


async def test_an_answer_is_kept_for_everybody_unless_it_is_personal_or_too_old(
    alice: Person, telegram: Telegram, answers: Answer
) -> None:
    bob = telegram.person("Bob")
    for query, options, still_for_bob in (("a", {}, True), ("b", {"is_personal": True}, False)):
        asking = asyncio.create_task(alice.asks_inline(query))
        await answers(article(1), **options)
        await asking
        assert len(await alice.asks_inline(query)) == 1
        asking = asyncio.create_task(bob.asks_inline(query))
        if not still_for_bob:
            await answers(article(1), article(2))
        assert len(await asking) == (1 if still_for_bob else 2)
    later = telegram.world.clock() + 301
    telegram.world.clock = lambda: later
    asking = asyncio.create_task(alice.asks_inline("a"))
    await answers()
    assert len(await asking) == 0


async def test_an_answer_that_is_not_to_be_kept_is_asked_for_again(alice: Person, answers: Answer) -> None:
    for count in (1, 2):
        asking = asyncio.create_task(alice.asks_inline("a"))
        await answers(*map(article, range(count)), cache_time=0)
        assert len(await asking) == count


@pytest.mark.parametrize(
    ("results", "options", "reason"),
    [
        ([article(n) for n in range(51)], {}, "RESULTS_TOO_MUCH"),
        ([article(1), article(1)], {}, "RESULT_ID_DUPLICATE"),
        ([article(id="")], {}, "RESULT_ID_EMPTY"),
        ([article(id="я" * 33)], {}, "RESULT_ID_INVALID"),
        ([article(title=" ")], {}, "ARTICLE_TITLE_EMPTY"),
        ([article(text="x" * 4097)], {}, "MESSAGE_TOO_LONG"),
        ([article(text="<b> </b>")], {}, "text must be non-empty"),
        ([article(text="<b>")], {}, "can't parse entities"),
        (
            [article(reply_markup=InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="a")]]))],
            {},
            "text buttons are unallowed",
        ),
        ([], {"next_offset": "я" * 33}, "NEXT_OFFSET_INVALID"),
        ([], {"button": InlineQueryResultsButton(text=" ", start_parameter="a")}, "SWITCH_PM_TEXT_EMPTY"),
        ([], {"button": InlineQueryResultsButton(text="a")}, "START_PARAM_EMPTY"),
        ([], {"button": InlineQueryResultsButton(text="a", start_parameter="a b")}, "START_PARAM_INVALID"),
        ([], {"button": InlineQueryResultsButton(text="a", start_parameter="a" * 65)}, "START_PARAM_INVALID"),
        (
            [InlineQueryResultCachedDocument(id="1", title="a", document_file_id="x")],
            {},
            "wrong file identifier",
        ),
    ],
)
async def test_an_answer_that_telegram_refuses(
    bot: Bot, alice: Person, telegram: Telegram, results: list[Any], options: dict[str, Any], reason: str
) -> None:
    query_id = telegram.server.people.inline(alice.account).ask("x")
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.answer_inline_query(query_id, results, **options)
    await bot.answer_inline_query(query_id, [])


async def test_an_answer_at_the_limits_is_accepted(
    bot: Bot, alice: Person, telegram: Telegram, answers: Answer
) -> None:
    asking = asyncio.create_task(alice.asks_inline("x"))
    many = [article(n, id=f"{n:064}", text="x" * 4096) for n in range(50)]
    await answers(*many, next_offset="x" * 64)
    assert len(await asking) == 50


async def test_kinds_that_this_telegram_does_not_offer_are_named(
    raw: Raw, alice: Person, telegram: Telegram
) -> None:
    query_id = telegram.server.people.inline(alice.account).ask("x")
    contact = {"type": "contact", "id": "1", "phone_number": "1", "first_name": "a"}
    refused = await raw.refusal("answerInlineQuery", json={"inline_query_id": query_id, "results": [contact]})
    assert refused == "Not Implemented: the local Telegram offers articles and cached documents"
