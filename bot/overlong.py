"""Where the bot waits for a short answer, a text that apps may cut is none, and no part of it is one."""

from collections.abc import Sequence

from aiogram.types import Message

from bot.states import Renaming
from bot.texts import joined
from kernel.errors import AppError
from posts.errors import TitleTooLong
from posts.publishing import Publishing
from posts.titles import folded


class AnswerTooLong(AppError):
    code = "answer-too-long"

    def __init__(self, length: int) -> None:
        super().__init__(length=length)


def refusal(messages: Sequence[Message], waiting_for: str, publishing: Publishing) -> AppError:
    text = joined(messages).text
    title = folded(text)
    if waiting_for == Renaming.title.state and (longest := publishing.title_limit(title)):
        return TitleTooLong(len(title), longest)
    return AnswerTooLong(len(text))
