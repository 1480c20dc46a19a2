"""New texts of a paste: after the button Edit, by a reply to its card, or by an edit; and its history."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.cards import choices
from bot.cards.callbacks import AskText, ClearHistory, Restore, ShowRevisions
from bot.cards.card import CardReplies, Cards, Press
from bot.conversation.card_flow import AskedByCard, CardQuestion, RepliesToCard, ask
from bot.conversation.filters import Matches, Pressed, Registered
from bot.conversation.states import Editing, open_question
from bot.inbox.edits import MessageEdit
from bot.inbox.files import FileNotFetched
from bot.inbox.outcomes import revision_replies
from bot.inbox.submit import Submitter
from bot.outbox.replies import Reply
from bot.services import HandlerContext, Services
from posts.errors import EmptyText, NotText, PostTooLarge
from posts.pastes.service import PostService

router = Router()
edited = Router()
files = Router()


@router.callback_query(Pressed(AskText))
async def ask_for_text(_: CallbackQuery, press: Press, state: FSMContext) -> CardReplies:
    await ask(state, Editing.text, press.post, press.at, press.card)
    return press.shows(choices.new_text(press.cards, press.post, press.at))


@files.message(StateFilter(Editing.text), Matches(F.document), Registered(), AskedByCard())
@router.message(StateFilter(Editing.text), Matches(F.text), Registered(), AskedByCard())
async def revise(
    message: Message, asked: CardQuestion, state: FSMContext, submitter: Submitter, cards: Cards
) -> list[Reply]:
    async with open_question(state, Editing.text, EmptyText, NotText, PostTooLarge, FileNotFetched):
        revised = await submitter.revise(message, asked)
    return revision_replies(message, revised, cards)


@files.message(StateFilter(None), Matches(F.document), RepliesToCard(), Registered())
@router.message(StateFilter(None), Matches(F.text), RepliesToCard(), Registered())
async def revise_by_reply(
    message: Message, replied: CardQuestion, submitter: Submitter, cards: Cards
) -> list[Reply]:
    revised = await submitter.revise(message, replied)
    return revision_replies(message, revised, cards)


@edited.edited_message(Matches(F.chat.type == ChatType.PRIVATE), Matches(F.text | F.document | F.caption))
async def follow_edit(message: Message, context: HandlerContext) -> list[Reply]:
    return await MessageEdit(message, context).apply()


@router.callback_query(Pressed(ShowRevisions))
async def show_revisions(_: CallbackQuery, press: Press, posts: PostService) -> CardReplies:
    history = await posts.revisions(press.post)
    return press.shows(choices.revisions(press.cards, press.post, history, press.at))


@router.callback_query(Pressed(Restore))
async def restore(_: CallbackQuery, press: Press, callback_data: Restore, services: Services) -> CardReplies:
    restored = await services.editing.restore(press.author, press.post.id, callback_data.number)
    news = press.cards.words("history.restored", number=callback_data.number)
    return press.shows_card(restored, news)


@router.callback_query(Pressed(ClearHistory))
async def clear(
    _: CallbackQuery, press: Press, callback_data: ClearHistory, services: Services
) -> CardReplies:
    if not callback_data.sure:
        return press.shows(choices.clear_history(press.cards, press.post, press.at))
    await services.editing.clear_history(press.author, press.post.id)
    return press.shows_card(press.post, toast=press.cards.words.plain("history.cleared"))
