"""Encoding of a file that was decoded wrongly: its author chooses another."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.cards import choices
from bot.cards.callbacks import SetEncoding, ShowAllEncodings, ShowEncodings
from bot.cards.card import CardReplies, Press
from bot.cards.labels import encoding_name
from bot.conversation.filters import Pressed
from posts.analysis.analyst import Analyst
from posts.pastes.editing import Editing
from posts.pastes.service import PostService

router = Router()


@router.callback_query(Pressed(ShowEncodings))
async def show_encodings(_: CallbackQuery, press: Press, posts: PostService, analyst: Analyst) -> CardReplies:
    original = await posts.original(press.post)
    others = await analyst.offer_encodings(original, press.post.encoding or "")
    return press.shows(choices.encodings(press.cards, press.post, others, press.at))


@router.callback_query(Pressed(ShowAllEncodings))
async def show_all_encodings(
    _: CallbackQuery, press: Press, posts: PostService, analyst: Analyst
) -> CardReplies:
    original = await posts.original(press.post)
    others = await analyst.other_encodings(original, press.post.encoding or "")
    return press.shows(choices.all_encodings(press.cards, press.post, others, press.at))


@router.callback_query(Pressed(SetEncoding))
async def set_encoding(
    _: CallbackQuery, press: Press, callback_data: SetEncoding, editing: Editing
) -> CardReplies:
    changed = await editing.reread(press.author, press.post.id, callback_data.encoding)
    words, name = press.cards.words, encoding_name(changed.encoding or callback_data.encoding)
    if changed.revision == press.post.revision:
        # The first of two quick presses has set it, or the buttons are of an old card.
        news = words("encoding.done", encoding=name)
        return press.shows_card(changed, news, words.plain("encoding.already", encoding=name))
    key = "encoding.same" if changed.sha256 == press.post.sha256 else "encoding.done"
    return press.shows_card(changed, words(key, encoding=name))
