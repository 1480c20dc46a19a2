"""Calls of a bot and of the chat page to the local Telegram, and what the bot receives."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)
from aiohttp import ClientSession

from tests.conversation import Telegram
from tests.patience import PATIENCE


def keyboard(**button: Any) -> InlineKeyboardMarkup:
    """Return a keyboard with one button."""
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(**button)]])


PRESS = keyboard(text="Go", callback_data="go")


class Http:
    """The Bot API without aiogram, and the chat page's requests without a browser."""

    def __init__(self, session: ClientSession, telegram: Telegram) -> None:
        self.session = session
        self.url = telegram.url
        self.bot_url = f"{telegram.url}/bot{telegram.token}"

    async def call(self, method: str, **body: Any) -> dict[str, Any]:
        """Call a method of the Bot API with `json=`, `data=` or `params=`, as in aiohttp."""
        async with self.session.post(f"{self.bot_url}/{method}", **body) as response:
            answer: dict[str, Any] = await response.json()
            assert answer.get("error_code", response.status) == response.status
            return answer

    async def refusal(self, method: str, **body: Any) -> str:
        answer = await self.call(method, **body)
        assert not answer["ok"], answer
        return str(answer["description"])

    async def ask(self, method: str, path: str, expected: int, **body: Any) -> Any:
        """Make a request of the chat page, which must get the status `expected`."""
        async with self.session.request(method, f"{self.url}{path}", **body) as response:
            assert response.status == expected, await response.text()
            return await response.json()


async def refused(
    call: Awaitable[object], reason: str | None = None, error: type[Exception] = TelegramBadRequest
) -> pytest.ExceptionInfo[Any]:
    """Check that a call fails, for this reason if one is given."""
    with pytest.raises(error, match=reason) as caught:
        await call
    return caught


async def last(bot: Bot) -> Any:
    """Return the last pending update."""
    return (await bot.get_updates())[-1]


async def heard(bot: Bot, count: int = 1) -> list[Any]:
    """Return the last messages that the bot received."""
    return [update.message or update.edited_message for update in (await bot.get_updates())[-count:]]


async def content_of(bot: Bot, file: Any) -> bytes:
    """Download a file by its document or id."""
    content = await bot.download(file)
    assert content is not None
    return content.read()


def article(number: int = 1, text: str = "words", **options: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent(message_text=text, parse_mode="HTML")
    named: dict[str, Any] = {"id": str(number), "title": f"Result {number}", "input_message_content": content}
    return InlineQueryResultArticle(**named | options)


def answering(bot: Bot) -> Callable[..., Awaitable[Any]]:
    """Return a function that waits for the results of `asking`, of which it answers the next inline query."""
    seen = 0

    async def answer(asking: Awaitable[Any], *results: Any, **options: Any) -> tuple[Any, Any]:
        nonlocal seen
        results_seen = asyncio.ensure_future(asking)
        query = None
        async with asyncio.timeout(PATIENCE):
            while query is None:
                updates = await bot.get_updates(offset=seen + 1, timeout=1)
                query = next((update for update in updates if update.inline_query), None)
        seen, inline = query.update_id, query.inline_query
        assert inline is not None
        await bot.answer_inline_query(inline.id, list(results), **options)
        return inline, await results_seen

    return answer
