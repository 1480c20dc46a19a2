"""A new text for a paste: sent after the button Edit, or as a reply to the card."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.cards import choices
from bot.cards.callbacks import AskText
from bot.cards.card import Cards
from bot.cards.press import Press, Shown
from bot.conversation.card_flow import Answering, Asked, ask
from bot.conversation.filters import Pressed, Registered, When
from bot.conversation.questions import question
from bot.conversation.replies import ToACard
from bot.conversation.states import Editing
from bot.inbox.files import FileNotFetched
from bot.inbox.outcomes import revision_answers
from bot.inbox.submit import Submission
from bot.outbox.answers import Answer
from posts.errors import EmptyText, NotText, PostTooLarge

router = Router()
files = Router()


@router.callback_query(Pressed(AskText))
async def ask_for_text(_: CallbackQuery, press: Press, state: FSMContext) -> Shown:
    await ask(state, Editing.text, press.post, press.at, press.card)
    return press.shows(choices.new_text(press.cards, press.post, press.at))


@files.message(StateFilter(Editing.text), When(F.document), Registered(), Answering())
@router.message(StateFilter(Editing.text), When(F.text), Registered(), Answering())
async def revise(
    message: Message, asked: Asked, state: FSMContext, submission: Submission, cards: Cards
) -> list[Answer]:
    async with question(state, Editing.text, EmptyText, NotText, PostTooLarge, FileNotFetched):
        revised = await submission.revise(message, asked)
    return revision_answers(message, revised, cards)


@files.message(StateFilter(None), When(F.document), ToACard(), Registered())
@router.message(StateFilter(None), When(F.text), ToACard(), Registered())
async def revise_by_reply(
    message: Message, replied: Asked, submission: Submission, cards: Cards
) -> list[Answer]:
    revised = await submission.revise(message, replied)
    return revision_answers(message, revised, cards)
