"""Commands in Telegram's menu, in every language."""

from collections.abc import Sequence
from typing import Final

from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeUnion,
)

from bot.phrases import words_in
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
    "settings",
    "language",
    "export",
    "deleteaccount",
    "help",
    "cancel",
)


IN_GROUPS: Final = ("paste",)


async def set_menu(bot: Bot) -> None:
    """Set the commands that Telegram shows in private chats and in groups. Raises TelegramAPIError."""
    for language in LANGUAGES:
        await _set_commands(bot, language, COMMANDS, BotCommandScopeAllPrivateChats())
        await _set_commands(bot, language, IN_GROUPS, BotCommandScopeAllGroupChats())


async def _set_commands(
    bot: Bot, language: str, commands: Sequence[str], scope: BotCommandScopeUnion
) -> None:
    words = words_in(language)
    await bot.set_my_commands(
        [BotCommand(command=name, description=words.plain(f"menu.{name}")) for name in commands],
        scope=scope,
        # No code: for all languages without a menu of their own.
        language_code=None if language == DEFAULT_LANGUAGE else language,
    )
