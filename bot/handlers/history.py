"""Old texts of a paste: which there are, going back to one, and having none."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.cards import choices
from bot.cards.callbacks import ClearHistory, Restore, ShowRevisions
from bot.cards.press import Press, Shown
from bot.conversation.filters import Pressed
from posts.pastes.editing import Editing
from posts.pastes.service import PostService

router = Router()


@router.callback_query(Pressed(ShowRevisions))
async def show_revisions(_: CallbackQuery, press: Press, posts: PostService) -> Shown:
    known = await posts.revisions(press.post)
    return press.shows(choices.revisions(press.cards, press.post, known, press.at))


@router.callback_query(Pressed(Restore))
async def restore(_: CallbackQuery, press: Press, callback_data: Restore, editing: Editing) -> Shown:
    restored = await editing.restore(press.author, press.post.id, callback_data.number)
    news = press.cards.words("history.restored", number=callback_data.number)
    return press.shows_card(restored, news)


@router.callback_query(Pressed(ClearHistory))
async def clear(_: CallbackQuery, press: Press, callback_data: ClearHistory, editing: Editing) -> Shown:
    if not callback_data.sure:
        return press.shows(choices.clear_history(press.cards, press.post, press.at))
    await editing.clear_history(press.author, press.post.id)
    return press.shows_card(press.post, toast=press.cards.words.plain("history.cleared"))
