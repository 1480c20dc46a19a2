"""Where the bot waits for a short answer, a text that apps may cut is none, and no part of it is one."""

from bot.conversation.states import Renaming
from bot.taking.bundles import Bundle, Kind
from bot.taking.taken import NoAnswer
from bot.taking.texts import joined
from kernel.errors import AppError
from posts.errors import TitleTooLong
from posts.publishing import Publishing
from posts.titles import folded


class AnswerTooLong(AppError):
    """`count` characters."""

    code = "answer-too-long"

    def __init__(self, length: int) -> None:
        super().__init__(count=length)


def no_answer(bundle: Bundle, waiting_for: str, publishing: Publishing) -> NoAnswer:
    """Nor is a file one, nor what somebody else has said."""
    if bundle.kind is not Kind.TEXT:
        return NoAnswer(waiting_for)
    text = joined(bundle.messages).text
    title = folded(text)
    if waiting_for == Renaming.title.state and (longest := publishing.title_limit(title)):
        return NoAnswer(waiting_for, TitleTooLong(len(title), longest))
    return NoAnswer(waiting_for, AnswerTooLong(len(text)))
