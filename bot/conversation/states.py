"""Questions that the bot asks, as states of a conversation.

Use them within `StateFilter`: aiogram runs a bare state as a filter in a thread.
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
    """New text of the paste in the conversation's data (`bot.conversation.card_flow`)."""

    text = State()


class Renaming(StatesGroup):
    title = State()


class Naming(StatesGroup):
    """Language of a paste."""

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
    # The code has expired, but another guess may be on its way and must not become a paste.
    over = State()
    password = State()


# Questions that are answered with a few words.
SHORT_ANSWERS: Final = (
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
    """Return the text that says what the bot waits for in this state, and how to cancel that."""
    return words(f"waiting.{waiting_for.rpartition(':')[2]}")


@asynccontextmanager
async def open_question(
    state: FSMContext, again: State, *mistakes: type[AppError], **data: Any
) -> AsyncIterator[None]:
    """Close the question after the block, which tries the answer, or after an AppError in it.

    One of the `mistakes` leaves the question open instead, in the state `again` and with `data`. Other errors
    change nothing.
    """
    try:
        yield
    except mistakes:
        await state.set_state(again)
        await state.update_data(data)
        raise
    except AppError:
        await state.clear()
        raise
    await state.clear()
