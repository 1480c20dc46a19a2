"""What a button carries back when pressed: at most 64 bytes (Telegram Bot API, InlineKeyboardButton)."""

from aiogram.filters.callback_data import CallbackData


class TakeUsername(CallbackData, prefix="name"):
    username: str


class ShowPosts(CallbackData, prefix="my"):
    page: int


class ShowPost(CallbackData, prefix="post"):
    """`page`: of the list that the card was opened from, to go back to; -1 for none."""

    post: int
    page: int = -1


class AskDelete(CallbackData, prefix="del?"):
    post: int
    page: int = -1


class Delete(CallbackData, prefix="del"):
    post: int
    page: int = -1


class ChooseLanguage(CallbackData, prefix="lang"):
    language: str
