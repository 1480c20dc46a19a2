"""/export: all of an account's data as a file; /deleteaccount: deletes the account after a day."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from auth.errors import NotYourUsername
from auth.models import TelegramId, User
from auth.service import AccountService
from bot.cards.buttons import button, keyboard
from bot.cards.callbacks import CancelDeletion
from bot.conversation.filters import Matches, OnCard, Registered
from bot.conversation.states import DeletingAccount, open_question
from kernel.phrases import Words
from notifier.service import ExportService

router = Router()


@router.message(Command("export"), Registered())
async def export(
    message: Message, exports: ExportService, author: User, words: Words
) -> TelegramMethod[Message]:
    await exports.request(author, TelegramId(message.chat.id))
    return message.answer(words("export.asked"))


@router.message(Command("deleteaccount"), Registered())
async def ask(message: Message, state: FSMContext, author: User, words: Words) -> TelegramMethod[Message]:
    if author.deleting_at:
        text = words("leaving.coming", username=author.username, at=author.deleting_at)
        return message.answer(text, reply_markup=_cancel_button(words))
    await state.set_state(DeletingAccount.username)
    return message.answer(words("leaving.ask", username=author.username))


@router.message(StateFilter(DeletingAccount.username), Matches(F.text.as_("typed")), Registered())
async def confirm(
    message: Message, typed: str, state: FSMContext, accounts: AccountService, author: User, words: Words
) -> TelegramMethod[Message]:
    async with open_question(state, DeletingAccount.username, NotYourUsername):
        at = await accounts.confirm_deletion(author, typed)
    text = words("leaving.done", username=author.username, at=at)
    return message.answer(text, reply_markup=_cancel_button(words))


@router.callback_query(CancelDeletion.filter(), OnCard(), Registered())
async def stay(
    call: CallbackQuery, card: Message, accounts: AccountService, author: User, words: Words
) -> list[TelegramMethod[Any]]:
    await accounts.cancel_deletion(author.id)
    return [call.answer(), card.edit_text(words("leaving.cancelled", username=author.username))]


def _cancel_button(words: Words) -> InlineKeyboardMarkup:
    return keyboard([button(words.plain("button.cancel-deletion"), CancelDeletion())])
