"""A new text for a paste: sent after the button Edit, or as a reply to the card."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot import choices
from bot.answering import Answer
from bot.callbacks import AskText
from bot.card_flow import Answering, Asked, ask
from bot.cards import Cards
from bot.downloads import FileNotFetched
from bot.filters import Pressed, Registered, When
from bot.questions import question
from bot.replies import ToACard
from bot.states import Editing
from bot.submission import Submission
from bot.taken import revision_answers
from posts.errors import EmptyText, NotText, PostTooLarge
from posts.models import Post

router = Router()
files = Router()


@router.callback_query(Pressed(AskText))
async def ask_for_text(
    call: CallbackQuery, post: Post, at: str, card: Message, state: FSMContext, cards: Cards
) -> list[TelegramMethod[Any]]:
    await ask(state, Editing.text, post, at, card)
    return [call.answer(), card.edit_text(**choices.new_text(cards, post, at))]


@files.message(Editing.text, When(F.document), Registered(), Answering())
@router.message(Editing.text, When(F.text), Registered(), Answering())
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
