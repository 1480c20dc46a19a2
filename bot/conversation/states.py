"""What the bot is waiting for in a conversation.

As filters of handlers within `StateFilter`: aiogram asks a bare one in a thread, for each update.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from markupsafe import Markup

from kernel.errors import AppError
from kernel.phrases import Words


class Registering(StatesGroup):
    username = State()


class Pasting(StatesGroup):
    text = State()


class Editing(StatesGroup):
    """Of the paste whose card is noted with the state (`bot.conversation.card_flow`)."""

    text = State()


class Renaming(StatesGroup):
    title = State()


class Naming(StatesGroup):
    """The language that a paste is in."""

    language = State()


class Ending(StatesGroup):
    date = State()


class Searching(StatesGroup):
    words = State()


class Following(StatesGroup):
    username = State()


class Unfollowing(StatesGroup):
    username = State()


class SettingPassword(StatesGroup):
    password = State()


class LoggingIn(StatesGroup):
    username = State()
    password = State()


class DeletingAccount(StatesGroup):
    username = State()


class Resetting(StatesGroup):
    username = State()
    code = State()
    # The code has died, but the next guess may be on its way: it must not become a paste. All else ends this.
    over = State()
    password = State()


# Questions whose answer is a few words.
SHORT: Final = (
    Renaming,
    Naming,
    Ending,
    Searching,
    Following,
    Unfollowing,
    SettingPassword,
    LoggingIn,
    DeletingAccount,
    Resetting,
)


def reminder(waiting_for: str, words: Words) -> Markup:
    """Of the question that is open, by its state: what is waited for, and how to leave it."""
    return words(f"waiting.{waiting_for.rpartition(':')[2]}")


@asynccontextmanager
async def question(
    state: FSMContext, again: State, *mistakes: type[AppError], **known: Any
) -> AsyncIterator[None]:
    """Around trying an answer. One of these mistakes asks once more, remembering what is known by now;
    success and every other error of ours end the question; a surprise leaves it as it was."""
    try:
        yield
    except mistakes:
        await state.set_state(again)
        await state.update_data(known)
        raise
    except AppError:
        await state.clear()
        raise
    await state.clear()
