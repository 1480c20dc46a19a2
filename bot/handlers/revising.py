"""A new text for a paste: sent after the button Edit, or as a reply to the card."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from auth.models import User
from bot.cards import choices
from bot.cards.callbacks import AskText, ClearHistory, Restore, ShowRevisions
from bot.cards.card import Cards, Press, Shown
from bot.cards.reply import ShownCards
from bot.conversation.card_flow import Answering, Asked, ToACard, ask
from bot.conversation.filters import Pressed, Registered, When
from bot.conversation.states import Editing, question
from bot.conversation.told import Told
from bot.inbox.edits import Edit
from bot.inbox.files import FileNotFetched
from bot.inbox.outcomes import revision_answers
from bot.inbox.submit import Submission
from bot.outbox.replies import Answer
from bot.services import Services
from posts.errors import EmptyText, NotText, PostTooLarge
from posts.pastes.service import PostService

router = Router()
edited = Router()
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


@edited.edited_message(When(F.chat.type == ChatType.PRIVATE), When(F.text | F.document | F.caption))
async def follow_edit(
    message: Message,
    bot: Bot,
    services: Services,
    user: User | None,
    cards: Cards,
    shown: ShownCards,
    told: Told,
) -> list[Answer]:
    return await Edit(message, bot, services, user, cards, shown, told).followed()


@router.callback_query(Pressed(ShowRevisions))
async def show_revisions(_: CallbackQuery, press: Press, posts: PostService) -> Shown:
    known = await posts.revisions(press.post)
    return press.shows(choices.revisions(press.cards, press.post, known, press.at))


@router.callback_query(Pressed(Restore))
async def restore(_: CallbackQuery, press: Press, callback_data: Restore, services: Services) -> Shown:
    restored = await services.editing.restore(press.author, press.post.id, callback_data.number)
    news = press.cards.words("history.restored", number=callback_data.number)
    return press.shows_card(restored, news)


@router.callback_query(Pressed(ClearHistory))
async def clear(_: CallbackQuery, press: Press, callback_data: ClearHistory, services: Services) -> Shown:
    if not callback_data.sure:
        return press.shows(choices.clear_history(press.cards, press.post, press.at))
    await services.editing.clear_history(press.author, press.post.id)
    return press.shows_card(press.post, toast=press.cards.words.plain("history.cleared"))
