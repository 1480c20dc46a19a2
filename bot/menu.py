"""The bot's commands in Telegram's menu, in every language."""

from typing import Final

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats

from bot.words import words_in
from kernel.phrases import DEFAULT_LANGUAGE, LANGUAGES

COMMANDS: Final = (
    "new",
    "my",
    "follow",
    "unfollow",
    "following",
    "followers",
    "password",
    "login",
    "logout",
    "reset",
    "language",
    "help",
    "cancel",
)


async def set_menu(bot: Bot) -> None:
    for language in LANGUAGES:
        words = words_in(language)
        await bot.set_my_commands(
            [BotCommand(command=name, description=words.plain(f"menu.{name}")) for name in COMMANDS],
            scope=BotCommandScopeAllPrivateChats(),
            # Without a code: for everybody whose language has no menu of its own.
            language_code=None if language == DEFAULT_LANGUAGE else language,
        )
