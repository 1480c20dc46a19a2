"""A small bot for the tests of the chat page: it stores texts and shows every kind of button."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandStart
from aiogram.types import (
    BotCommand,
    CallbackQuery,
    CopyTextButton,
    Document,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
)

from tests.conversation import Telegram

ADDRESS = "http://127.0.0.1:8080/alice/notes"
COMMANDS = [
    BotCommand(command="start", description="Begin"),
    BotCommand(command="secret", description="Hide what is said"),
]
CARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Copy link", copy_text=CopyTextButton(text=ADDRESS)),
            InlineKeyboardButton(text="Docs", url="https://example.com/docs"),
        ],
        [
            InlineKeyboardButton(text="Delete", callback_data="delete"),
            InlineKeyboardButton(text="Refuse", callback_data="refuse"),
        ],
    ]
)


PAGE = 10
REGISTER = InlineQueryResultsButton(text="Get a library card", start_parameter="card")


@asynccontextmanager
async def librarian_at_work(telegram: Telegram) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
    bot = Bot(telegram.token, session=session, default=DefaultBotProperties(parse_mode="HTML"))
    await bot.set_my_commands(COMMANDS)
    dispatcher = Dispatcher()
    dispatcher.include_router(librarian())
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    yield bot
    await dispatcher.stop_polling()
    await polling


def found(word: str, number: int) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=str(number),
        title=f"About {word}",
        description=f"Result {number + 1}",
        input_message_content=InputTextMessageContent(message_text=f"All about <b>{word}</b>"),
    )


def librarian() -> Router:
    router = Router()

    @router.message(CommandStart())
    async def greet(message: Message) -> None:
        await message.answer("Hello! Send me a text.")

    @router.message(Command("secret"))
    async def hide(message: Message) -> None:
        await message.delete()
        await message.answer("Hidden.")

    @router.message(F.document.as_("document"))
    async def receive(message: Message, document: Document) -> None:
        await message.reply(f"{document.file_name}: {message.caption}")

    @router.message()
    async def keep(message: Message) -> None:
        await message.reply(f"<b>Kept</b>\n<code>{ADDRESS}</code>", reply_markup=CARD)

    @router.inline_query()
    async def offer(query: InlineQuery) -> None:
        """Answer with one result for each word of the query, on two pages."""
        words = query.query.split()
        start = int(query.offset or 0)
        shown = [found(word, number) for number, word in enumerate(words)][start : start + PAGE]
        more = str(start + PAGE) if start + PAGE < len(words) else ""
        await query.answer(list(shown), cache_time=0, next_offset=more, button=REGISTER)

    @router.callback_query(F.data == "delete", F.message.as_("message"))
    async def delete(query: CallbackQuery, message: Message) -> None:
        await message.edit_text("It is gone.")
        await query.answer("Deleted")

    @router.callback_query()
    async def refuse(query: CallbackQuery) -> None:
        await query.answer("Only its author may do that.", show_alert=True)

    return router
