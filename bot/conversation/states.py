"""What the bot is waiting for in a conversation.

As filters of handlers within `StateFilter`: aiogram asks a bare one in a thread, for each update.
"""

from typing import Final

from aiogram.fsm.state import State, StatesGroup


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
