"""`@bot words` in any chat: finds one's own pastes, to send title and link of one."""

from typing import Final

from aiogram import Router
from aiogram.methods import AnswerInlineQuery
from aiogram.types import (
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)

from auth.models import User
from bot.cards.buttons import keyboard
from bot.cards.card import Cards
from kernel.sizes import readable_size
from posts.models import Post, Visibility
from posts.pastes.service import PostService
from posts.texts.languages import display_name

router = Router()
# Telegram Bot API, answerInlineQuery: at most 50.
PAGE_SIZE: Final = 25
# The payloads of `/start` behind the buttons (see `bot.handlers.start`).
NEW_PASTE: Final = "new"
REGISTER: Final = "register"
# Short, so that new pastes are found.
_CACHE_SECONDS: Final = 5


@router.inline_query()
async def offer(query: InlineQuery, posts: PostService, user: User | None, cards: Cards) -> AnswerInlineQuery:
    if user is None:
        return _answer(query, [], _button(cards, "inline.register", REGISTER))
    number = int(query.offset) if query.offset.isdecimal() and len(query.offset) < 6 else 0
    page = await posts.page_of(user.id, number, PAGE_SIZE, words=query.query)
    results = [_result(post, cards) for post in page.posts]
    is_nothing = not results and number == 0
    button = _button(cards, "inline.new" if is_nothing else "inline.new-too", NEW_PASTE)
    return _answer(query, results, button, str(number + 1) if page.has_more else "")


def _answer(
    query: InlineQuery,
    results: list[InlineQueryResultArticle],
    button: InlineQueryResultsButton,
    next_offset: str = "",
) -> AnswerInlineQuery:
    return query.answer(
        list(results), cache_time=_CACHE_SECONDS, is_personal=True, next_offset=next_offset, button=button
    )


def _button(cards: Cards, key: str, payload: str) -> InlineQueryResultsButton:
    return InlineQueryResultsButton(text=cards.words.plain(key), start_parameter=payload)


def _result(post: Post, cards: Cards) -> InlineQueryResultArticle:
    words = cards.words
    sign = words.plain(f"filter.{post.visibility}")
    size = readable_size(post.size, words.language)
    description = f"{sign} {display_name(post.language)} · {size} · {post.created_at:%d.%m.%Y}"
    content = InputTextMessageContent(
        message_text=words("inline.sent", title=post.title, link=cards.link(post)),
        parse_mode="HTML",
        link_preview_options=LinkPreviewOptions(is_disabled=False),
    )
    return InlineQueryResultArticle(
        id=str(post.id),
        title=post.title,
        description=description,
        input_message_content=content,
        reply_markup=_open(post, cards),
    )


def _open(post: Post, cards: Cards) -> InlineKeyboardMarkup | None:
    opening = [] if post.visibility is Visibility.PRIVATE else cards.open_button(post)
    return keyboard(opening) if opening else None
