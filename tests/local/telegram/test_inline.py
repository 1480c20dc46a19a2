"""Inline mode: queries, results, and the messages of picked results."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultCachedDocument,
    InlineQueryResultsButton,
)

from local.telegram.author import Impossible
from tests.conversation import Person, Telegram
from tests.local.telegram.inline_bot import Answer, answering, article, last

PRESS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data="go")]])


@pytest.fixture
def answers(bot: Bot) -> Answer:
    return answering(bot)


async def test_a_query_tells_who_asks_what_and_where(
    alice: Person, telegram: Telegram, answers: Answer
) -> None:
    asking = asyncio.create_task(alice.asks_inline("my notes", offset="20"))
    query = await answers(article(1, description="2 lines"), article(2), next_offset="40")
    results = await asking
    assert (query.from_user.id, query.query, query.offset, query.chat_type) == (
        alice.id,
        "my notes",
        "20",
        "sender",
    )
    assert (results.titles, results.next_offset, results.button) == (["Result 1", "Result 2"], "40", None)
    assert (results[0].description, results[0].text) == ("2 lines", "words")
    group = telegram.group("Developers", [alice], with_bot=False)
    asking = asyncio.create_task(group[alice].asks_inline("more"))
    assert (await answers(article())).chat_type == "supergroup"
    assert len(await asking) == 1


async def test_a_picked_result_is_the_persons_message_via_the_bot(
    bot: Bot, alice: Person, telegram: Telegram, answers: Answer
) -> None:
    group = telegram.group("Developers", [alice])
    asking = asyncio.create_task(alice.asks_inline("notes"))
    await answers(article(text="<b>my</b> notes"))
    results = await asking
    for seat in (alice, group[alice]):
        said = await seat.picks(results[0])
        assert (said.author, said.via_bot, said.html) == ("Alice", "postebin_bot", "<b>my</b> notes")
        message = (await last(bot)).message
        assert message is not None
        assert message.via_bot is not None
        assert (message.message_id, message.chat.id, message.via_bot.id) == (said.id, said.chat_id, bot.id)
        assert message.html_text == "<b>my</b> notes"
    await group[alice].replies(said, "what is it?")
    heard = (await last(bot)).message
    assert heard is not None
    assert heard.text == "what is it?"


async def test_a_result_may_be_a_document(bot: Bot, alice: Person, answers: Answer) -> None:
    sent = await alice.sends_file("notes.md", b"# x")
    assert sent.document is not None
    asking = asyncio.create_task(alice.asks_inline("notes"))
    file_id = sent.document["file_id"]
    await answers(InlineQueryResultCachedDocument(id="1", title="x", document_file_id=file_id, caption="it"))
    picked = await alice.picks((await asking)[0])
    assert picked.document is not None
    assert (picked.document["file_name"], picked.text) == ("notes.md", "it")


async def test_a_pick_is_reported_only_to_a_bot_with_inline_feedback(
    bot: Bot, alice: Person, telegram: Telegram, answers: Answer
) -> None:
    asking = asyncio.create_task(alice.asks_inline("notes"))
    await answers(article(reply_markup=PRESS))
    results = await asking
    await alice.picks(results[0])
    assert [update.event_type for update in await bot.get_updates()][-2:] == ["inline_query", "message"]
    telegram.world.state.inline_feedback = True
    await alice.picks(results[0])
    chosen, message = (await bot.get_updates())[-2:]
    assert chosen.chosen_inline_result is not None
    assert (chosen.chosen_inline_result.result_id, chosen.chosen_inline_result.query) == ("1", "notes")
    assert chosen.chosen_inline_result.from_user.id == alice.id
    assert chosen.chosen_inline_result.inline_message_id
    assert message.message is not None


async def test_a_picked_message_with_buttons_is_pressed_and_edited_where_the_bot_is_not(
    bot: Bot, alice: Person, telegram: Telegram, answers: Answer
) -> None:
    group = telegram.group("Friends", [alice, telegram.person("Bob")], with_bot=False)
    asking = asyncio.create_task(group[alice].asks_inline("notes"))
    await answers(article(reply_markup=PRESS))
    picked = await group[alice].picks((await asking)[0])
    await group[telegram.person("Bob")].presses("Go")
    query = (await last(bot)).callback_query
    assert query is not None
    assert (query.message, query.from_user.first_name, query.data) == (None, "Bob", "go")
    assert query.inline_message_id is not None
    inline_id = query.inline_message_id
    assert await bot.edit_message_text("other words", inline_message_id=inline_id) is True
    assert (group.messages[-1].id, group.messages[-1].text) == (picked.id, "other words")
    assert group.messages[-1].buttons == []
    assert await bot.edit_message_reply_markup(inline_message_id=inline_id, reply_markup=PRESS) is True
    assert group.messages[-1].buttons == ["Go"]
    with pytest.raises(TelegramBadRequest, match="MESSAGE_ID_INVALID"):
        await bot.edit_message_text("x", inline_message_id="unknown")


async def test_the_button_above_the_results_starts_the_bot(
    bot: Bot, alice: Person, telegram: Telegram, answers: Answer
) -> None:
    group = telegram.group("Developers", [alice])
    asking = asyncio.create_task(group[alice].asks_inline(""))
    await answers(button=InlineQueryResultsButton(text="Register", start_parameter="in-line_1"))
    results = await asking
    assert results.button == "Register"
    await group[alice].presses_inline_button(results)
    message = (await last(bot)).message
    assert message is not None
    assert (message.chat.id, message.text) == (alice.id, "/start in-line_1")


async def test_what_people_cannot_pick(alice: Person, telegram: Telegram, answers: Answer) -> None:
    asking = asyncio.create_task(alice.asks_inline("x"))
    await answers(article(1))
    results = await asking
    with pytest.raises(Impossible, match="These results have expired"):
        await telegram.person("Bob").picks(results[0])
    with pytest.raises(Impossible, match="no such button"):
        await alice.presses_inline_button(results)
    with pytest.raises(Impossible, match="no such result"):
        telegram.server.people.inline(alice.account).pick(results.query_id, "2")
