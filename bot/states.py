"""What the bot is waiting for in a conversation."""

from aiogram.fsm.state import State, StatesGroup


class Registering(StatesGroup):
    username = State()


class Pasting(StatesGroup):
    text = State()


class Following(StatesGroup):
    username = State()


class Unfollowing(StatesGroup):
    username = State()


class SettingPassword(StatesGroup):
    password = State()


class LoggingIn(StatesGroup):
    username = State()
    password = State()


class Resetting(StatesGroup):
    username = State()
    code = State()
    password = State()
