"""Inline mode: queries, answers, and the messages of picked results."""

import pytest
from aiogram.types import InlineQueryResultCachedDocument, InlineQueryResultsButton

from local.telegram.author import Impossible
from tests.local.telegram.calls import PRESS, answering, article, heard, keyboard, last, refused


@pytest.fixture
def answer(bot):
    return answering(bot)


def start_button(text="a", payload=None):
    return {"button": InlineQueryResultsButton(text=text, start_parameter=payload)}


async def test_a_query_says_who_asks_what_and_where(alice, telegram, answer):
    asking = alice.asks_inline("my notes", offset="20")
    results = (article(1, description="2 lines"), article(2))
    query, shown = await answer(asking, *results, next_offset="40")
    assert (query.from_user.id, query.query) == (alice.id, "my notes")
    assert (query.offset, query.chat_type) == ("20", "sender")
    assert (shown.titles, shown.next_offset, shown.button) == (["Result 1", "Result 2"], "40", None)
    assert (shown[0].description, shown[0].text) == ("2 lines", "words")
    group = telegram.group("Developers", [alice], with_bot=False)
    query, shown = await answer(group[alice].asks_inline("more"), article())
    assert (query.chat_type, len(shown)) == ("supergroup", 1)


async def test_a_picked_result_is_the_persons_message_via_the_bot(bot, alice, developers, answer):
    _, results = await answer(alice.asks_inline("notes"), article(text="<b>my</b> notes"))
    for seat in (alice, developers[alice]):
        said = await seat.picks(results[0])
        assert (said.author, said.via_bot, said.html) == ("Alice", "postebin_bot", "<b>my</b> notes")
        (message,) = await heard(bot)
        assert (message.message_id, message.chat.id, message.via_bot.id) == (said.id, said.chat_id, bot.id)
        assert message.html_text == "<b>my</b> notes"
    await developers[alice].replies(said, "what is it?")
    assert (await last(bot)).message.text == "what is it?"


async def test_a_result_may_be_a_document(alice, answer):
    sent = await alice.sends_file("notes.md", b"# x")
    file_id = sent.document["file_id"]
    result = InlineQueryResultCachedDocument(id="1", title="x", document_file_id=file_id, caption="it")
    _, results = await answer(alice.asks_inline("notes"), result)
    picked = await alice.picks(results[0])
    assert (picked.document["file_name"], picked.text) == ("notes.md", "it")


async def test_a_pick_is_reported_only_to_a_bot_with_inline_feedback(bot, alice, telegram, answer):
    _, results = await answer(alice.asks_inline("notes"), article(reply_markup=PRESS))
    await alice.picks(results[0])
    assert [update.event_type for update in await bot.get_updates()][-2:] == ["inline_query", "message"]
    telegram.world.state.inline_feedback = True
    await alice.picks(results[0])
    chosen, message = (await bot.get_updates())[-2:]
    chosen = chosen.chosen_inline_result
    assert (chosen.result_id, chosen.query, chosen.from_user.id) == ("1", "notes", alice.id)
    assert chosen.inline_message_id
    assert message.message is not None


async def test_a_picked_message_with_buttons_is_pressed_and_edited_where_the_bot_is_not(
    bot, alice, bob, telegram, answer
):
    group = telegram.group("Friends", [alice, bob], with_bot=False)
    _, results = await answer(group[alice].asks_inline("notes"), article(reply_markup=PRESS))
    picked = await group[alice].picks(results[0])
    await group[bob].presses("Go")
    query = (await last(bot)).callback_query
    assert (query.message, query.from_user.first_name, query.data) == (None, "Bob", "go")
    here = {"inline_message_id": query.inline_message_id}
    assert await bot.edit_message_text("other words", **here) is True
    assert (group.messages[-1].id, group.messages[-1].text) == (picked.id, "other words")
    assert group.messages[-1].buttons == []
    assert await bot.edit_message_reply_markup(**here, reply_markup=PRESS) is True
    assert group.messages[-1].buttons == ["Go"]


async def test_the_button_above_the_results_starts_the_bot(bot, alice, developers, answer):
    asking = developers[alice].asks_inline("")
    _, results = await answer(asking, **start_button("Register", "in-line_1"))
    assert results.button == "Register"
    await developers[alice].presses_inline_button(results)
    (message,) = await heard(bot)
    assert (message.chat.id, message.text) == (alice.id, "/start in-line_1")


async def test_a_result_that_was_not_offered_to_a_person_cannot_be_picked(alice, bob, telegram, answer):
    _, results = await answer(alice.asks_inline("x"), article(1))
    await refused(bob.picks(results[0]), "These results have expired", Impossible)
    await refused(alice.presses_inline_button(results), "no such button", Impossible)
    with pytest.raises(Impossible, match="no such result"):
        telegram.server.people.inline(alice.account).pick(results.query_id, "2")


async def test_an_answer_is_cached_for_everybody_unless_it_is_personal_or_too_old(
    alice, bob, telegram, answer
):
    await answer(alice.asks_inline("a"), article(1))
    await answer(alice.asks_inline("b"), article(1), is_personal=True)
    assert [len(await alice.asks_inline(query)) for query in "ab"] == [1, 1]
    assert len(await bob.asks_inline("a")) == 1
    await answer(bob.asks_inline("b"), article(1), article(2))
    later = telegram.world.clock() + 301
    telegram.world.clock = lambda: later
    _, results = await answer(alice.asks_inline("a"))
    assert len(results) == 0


async def test_an_answer_with_no_cache_time_is_asked_for_again(alice, answer):
    for count in (1, 2):
        _, results = await answer(alice.asks_inline("a"), *map(article, range(count)), cache_time=0)
        assert len(results) == count


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
        ([article(reply_markup=keyboard(text="a"))], {}, "text buttons are unallowed"),
        ([], {"next_offset": "я" * 33}, "NEXT_OFFSET_INVALID"),
        ([], start_button(" ", "a"), "SWITCH_PM_TEXT_EMPTY"),
        ([], start_button(), "START_PARAM_EMPTY"),
        ([], start_button(payload="a b"), "START_PARAM_INVALID"),
        ([], start_button(payload="a" * 65), "START_PARAM_INVALID"),
        (
            [InlineQueryResultCachedDocument(id="1", title="a", document_file_id="x")],
            {},
            "wrong file identifier",
        ),
    ],
)
async def test_an_invalid_answer_is_refused(bot, alice, telegram, results, options, reason):
    query_id = telegram.server.people.inline(alice.account).ask("x")
    await refused(bot.answer_inline_query(query_id, results, **options), reason)
    await bot.answer_inline_query(query_id, [])


async def test_an_answer_at_the_limits_is_accepted(alice, answer):
    many = [article(n, id=f"{n:064}", text="x" * 4096) for n in range(50)]
    _, results = await answer(alice.asks_inline("x"), *many, next_offset="x" * 64)
    assert len(results) == 50


async def test_kinds_that_this_telegram_does_not_offer_are_named(http, alice, telegram):
    query_id = telegram.server.people.inline(alice.account).ask("x")
    contact = {"type": "contact", "id": "1", "phone_number": "1", "first_name": "a"}
    call = {"inline_query_id": query_id, "results": [contact]}
    answer = await http.refusal("answerInlineQuery", json=call)
    assert answer == "Not Implemented: the local Telegram offers articles and cached documents"
