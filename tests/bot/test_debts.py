"""Which answers are worth keeping, what is kept of them, and who says them."""

from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.methods import EditMessageText, SendMessage
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyParameters
from markupsafe import Markup
from redis.asyncio import Redis

from bot.answering.answers import Answer
from bot.answering.debts import Debts
from bot.answering.owed import Owed, owe
from bot.cards.shown import CardIn, Said, ShownCards
from bot.house import House
from bot.services import open_services
from bot.taking.strangers import asking
from kernel.database import Sessions
from notifier.models import AnswerId
from posts.models import PostId
from tests.bot.telegram_messages import file, message

_BUTTONS = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="📋", copy_text=CopyTextButton(text="http://x/y")),
            InlineKeyboardButton(text="Открыть", url="http://x/y"),
        ]
    ]
)
_SAID: Said = {"text": Markup("<b>Заметка 😀</b>\n\x00"), "reply_markup": _BUTTONS}
_CARD = CardIn(7, _SAID, PostId(3), reply_to=5)
_REPLY = SendMessage(chat_id=7, text="<i>kept</i>", reply_parameters=ReplyParameters(message_id=5))


@pytest.fixture
def bot() -> Bot:
    return Bot("42:token")


@pytest.fixture
def debts(house: House, sessions: Sessions, redis: Redis) -> Debts:
    return Debts(house, ShownCards(house.redis))


async def owed(house: House, bot: Bot, *answers: Answer, to: Message | None = None) -> list[Answer | Owed]:
    async with open_services(house) as services:
        return await owe(answers, bot.id, to or message(5, "a text"), services.owed_answers)


async def a_moment_passes(house: House) -> None:
    async with open_services(house) as services:
        await services.owed_answers.hold([AnswerId(number) for number in range(100)], timedelta())


@pytest.mark.parametrize("answer", [_CARD, _REPLY, CardIn(7, _SAID)], ids=["card", "reply", "held"])
async def test_what_is_kept_is_said_as_it_would_have_been(
    debts: Debts, house: House, bot: Bot, answer: CardIn | SendMessage
) -> None:
    await owed(house, bot, answer)
    await a_moment_passes(house)
    [later] = (await debts.due(bot))[7]
    assert _told(later.answer) == _told(answer)
    assert getattr(later.answer, "post", None) == getattr(answer, "post", None)


def _told(answer: Answer) -> object:
    sent = answer.sent() if isinstance(answer, CardIn) else answer
    assert isinstance(sent, SendMessage)
    return sent.chat_id, sent.text, sent.reply_markup, sent.reply_parameters


async def test_what_is_not_worth_it_is_an_answer_as_before(debts: Debts, house: House, bot: Bot) -> None:
    edit = EditMessageText(chat_id=7, message_id=1, text="x")
    in_place, changed = CardIn(7, _SAID, PostId(3), in_place=True), CardIn(7, _SAID, PostId(3), message_id=1)
    answers = await owed(house, bot, edit, _REPLY, in_place, _CARD, changed)
    assert [isinstance(answer, Owed) for answer in answers] == [False, True, False, True, False]
    assert await owed(house, bot, _REPLY, to=message(5, "/help")) == [_REPLY]
    [to_a_file] = await owed(house, bot, _REPLY, to=file(5))
    assert isinstance(to_a_file, Owed)
    assert to_a_file.answer is _REPLY


async def test_what_somebody_holds_nobody_else_says(debts: Debts, house: House, bot: Bot) -> None:
    [first, second] = await owed(house, bot, _CARD, _REPLY)
    assert isinstance(first, Owed)
    assert isinstance(second, Owed)
    assert await debts.due(bot) == {}
    await a_moment_passes(house)
    debts.hold(first)
    await debts.renew()
    assert [one.id for one in (await debts.due(bot))[7]] == [second.id]
    assert await debts.due(bot) == {}, "who took it holds it now"
    await debts.give_up()
    assert [one.id for one in (await debts.due(bot))[7]] == [first.id]
    await debts.settle(first)
    await a_moment_passes(house)
    assert first.id not in [one.id for one in (await debts.due(bot))[7]]


async def test_another_bots_answers_are_not_this_ones(debts: Debts, house: House, bot: Bot) -> None:
    await owed(house, Bot("43:token"), _CARD)
    await a_moment_passes(house)
    assert await debts.due(bot) == {}


async def test_a_card_that_is_there_is_not_shown_twice(debts: Debts, house: House, bot: Bot) -> None:
    await owed(house, bot, _CARD)
    await ShownCards(house.redis).remember(7, PostId(3), 9)
    for _ in range(2):
        await a_moment_passes(house)
        assert await debts.due(bot) == {}
    await ShownCards(house.redis).forget(7, 9)
    assert await debts.due(bot) == {}, "it is settled"


async def test_a_question_is_asked_though_another_was_asked_before(
    debts: Debts, house: House, bot: Bot
) -> None:
    await ShownCards(house.redis).remember(7, PostId(0), 9)
    await owed(house, bot, asking(7, _SAID))
    await a_moment_passes(house)
    [later] = (await debts.due(bot))[7]
    assert _told(later.answer) == _told(asking(7, _SAID))


async def test_what_is_put_off_waits_as_long_as_telegram_asks(debts: Debts, house: House, bot: Bot) -> None:
    [answer] = await owed(house, bot, _CARD)
    assert isinstance(answer, Owed)
    debts.hold(answer)
    await debts.put_off(answer, timedelta(hours=1))
    await debts.give_up()
    assert await debts.due(bot) == {}


async def test_chats_are_told_in_the_order_of_their_answers(debts: Debts, house: House, bot: Bot) -> None:
    said: list[Answer] = [SendMessage(chat_id=7 + number % 2, text=str(number)) for number in range(10)]
    await owed(house, bot, *said)
    await a_moment_passes(house)
    due = await debts.due(bot)
    texts = {chat: [getattr(one.answer, "text", None) for one in answers] for chat, answers in due.items()}
    assert texts == {7: ["0", "2", "4", "6", "8"], 8: ["1", "3", "5", "7", "9"]}
