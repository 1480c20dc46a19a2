"""Visibility of a paste: two presses."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.cards import choices
from bot.cards.callbacks import SetVisibility, ShowVisibilities
from bot.cards.card import CardReplies, Press
from bot.cards.pending import visibility_warning
from bot.conversation.filters import Pressed
from posts.drafts.publishing import Publishing
from posts.models import Visibility
from posts.pastes.editing import Editing

router = Router()


@router.callback_query(Pressed(ShowVisibilities))
async def show_visibilities(_: CallbackQuery, press: Press) -> CardReplies:
    return press.shows(choices.visibilities(press.cards, press.post, press.at))


@router.callback_query(Pressed(SetVisibility))
async def set_visibility(
    _: CallbackQuery, press: Press, callback_data: SetVisibility, publishing: Publishing, editing: Editing
) -> CardReplies:
    wanted = callback_data.visibility
    if wanted is press.post.visibility:
        return press.shows_card(press.post)
    will_be_listed = wanted is Visibility.PUBLIC and not press.post.burn_after_read
    if will_be_listed and not callback_data.sure and (found := await publishing.credentials_in(press.post)):
        sure = callback_data.model_copy(update={"sure": True})
        return press.shows(visibility_warning(press.cards, press.post, press.at, found, sure))
    changed = await editing.set_visibility(press.author, press.post.id, wanted)
    toast = press.cards.words.plain(f"visibility.{wanted}.done")
    return press.shows_card(changed, toast=toast)
