"""A bot that answers inline queries at the test's command."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot
from aiogram.types import InlineQuery, InlineQueryResultArticle, InputTextMessageContent, Update

from tests.patience import PATIENCE

Answer = Callable[..., Awaitable[InlineQuery]]


def article(number: int = 1, text: str = "words", **options: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent(message_text=text, parse_mode="HTML")
    named: dict[str, Any] = {"id": str(number), "title": f"Result {number}", "input_message_content": content}
    return InlineQueryResultArticle(**named | options)


def answering(bot: Bot) -> Answer:
    """Return a function that answers the next inline query and returns it."""
    heard = 0

    async def answer(*results: Any, **options: Any) -> InlineQuery:
        nonlocal heard
        async with asyncio.timeout(PATIENCE):
            while not (query := await _next(bot, heard)):
                pass
        heard = query.update_id
        assert query.inline_query is not None
        await bot.answer_inline_query(query.inline_query.id, list(results), **options)
        return query.inline_query

    return answer


async def _next(bot: Bot, after: int) -> Update | None:
    updates = await bot.get_updates(offset=after + 1, timeout=1)
    return next((update for update in updates if update.inline_query), None)


async def last(bot: Bot) -> Update:
    return (await bot.get_updates())[-1]
