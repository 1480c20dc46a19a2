"""What became of what a person sent, and how they are told."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.types import Message

from bot.cards.card import Cards
from bot.cards.listing import IN_AN_ALBUM, together
from bot.cards.pending import by_limit, card_of, several
from bot.cards.places import Album
from bot.cards.reply import CardIn
from bot.conversation.card_flow import Asked, taken
from bot.conversation.states import Renaming, reminder
from bot.errors import words_for
from bot.inbox.files import refused, what_to_send
from bot.inbox.messages import Bundle, Kind, joined
from bot.outbox.replies import Answer
from kernel.errors import AppError
from posts.drafts.publishing import NotPublished, Outcome, Publishing
from posts.errors import TitleTooLong
from posts.models import Post
from posts.titles import folded


@dataclass(frozen=True, slots=True)
class Submitted:
    """`title_limit` in characters, where a longer title was wanted."""

    outcome: Outcome
    title_limit: int | None = None


@dataclass(frozen=True, slots=True)
class Revised:
    """`asked`: by the card whose button was pressed, or that was replied to; `old` is the revision before."""

    outcome: Outcome
    asked: Asked
    old: int


@dataclass(frozen=True, slots=True)
class Joined:
    """A late part, which has found its text; `outcome` is of both, None where nothing is new to tell."""

    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Known:
    """It was delivered once more."""

    post: Post


@dataclass(frozen=True, slots=True)
class SavedForStranger:
    """Until the stranger has an account; `title_limit` as of what is published."""

    title_limit: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    error: AppError


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """To the question that is open; `error` where it is too long for one."""

    question: str
    error: AppError | None = None


@dataclass(frozen=True, slots=True)
class NoText:
    """A picture, a voice, …"""


Taken = Submitted | Revised | Joined | Known | SavedForStranger | Refused | NoAnswer | NoText


def answers_to(results: Sequence[tuple[Message, Taken]], cards: Cards) -> list[Answer]:
    """One card for the files of an album, one notice for what a limit holds back of it, a card for all else;
    `Message` is the one to reply to."""
    results = _refused_once(results)
    held = {one.id: message for message, result in results for one in _held(result)}
    alike = by_limit(one for _, result in results for one in _held(result))
    told_together = {one.id for some in alike for one in some}
    others = [one for one in results if told_together.isdisjoint(known.id for known in _held(one[1]))]
    notices = [held[some[0].id].reply(**several(cards, some)) for some in alike]
    return [*_cards(others, cards), *notices]


def _held(result: Taken) -> list[NotPublished]:
    """None or one."""
    match result:
        case Submitted(NotPublished() as held):
            return [held]
        case _:
            return []


def _cards(results: Sequence[tuple[Message, Taken]], cards: Cards) -> list[Answer]:
    files = [(message, result) for message, result in results if _file(message, result)]
    if len(files) < 2:
        return [answer for message, result in results for answer in _answers(message, result, cards)]
    lists = [files[start : start + IN_AN_ALBUM] for start in range(0, len(files), IN_AN_ALBUM)]
    others = [(message, result) for message, result in results if not _file(message, result)]
    return [*(_album(some, cards) for some in lists), *_cards(others, cards)]


def _refused_once(results: Sequence[tuple[Message, Taken]]) -> list[tuple[Message, Taken]]:
    """Of all that is no answer to a question, one is told of."""
    no_answers = [one for one in results if isinstance(one[1], NoAnswer)]
    return [one for one in results if one not in no_answers[1:]]


def _album(files: Sequence[tuple[Message, Taken]], cards: Cards) -> Answer:
    posts = [post for message, result in files if (post := _file(message, result))]
    limits = (result.title_limit for _, result in files if isinstance(result, Submitted))
    limit = next(filter(None, limits), None)
    news = cards.words("title.some-cut", count=limit) if limit else None
    messages = [message.message_id for message, _ in files]
    album = Album(min(messages), max(messages) - min(messages) + 1)
    return files[0][0].reply(**together(cards, posts, album, news))


def _file(message: Message, result: Taken) -> Post | None:
    """The paste that a file is by now."""
    match result:
        case Submitted(Post() as post) | Known(post) if message.document and not post.deleted_at:
            return post
        case _:
            return None


def revision_answers(message: Message, revised: Revised, cards: Cards) -> list[Answer]:
    """In the card, with a sign on the message; what is held asks in a message of its own."""
    outcome, asked = revised.outcome, revised.asked
    if not isinstance(outcome, Post):
        held = card_of(cards, outcome, message.chat.id, message.message_id)
        unchanged = outcome.revises and asked.card_in(message, cards.card(outcome.revises, asked.at))
        return [unchanged, held] if unchanged else [held]
    key = "edit.done" if outcome.revision > revised.old else "edit.same"
    news = cards.words(key, number=outcome.revision)
    return [asked.card_in(message, cards.card(outcome, asked.at, news)), taken(message)]


def _answers(message: Message, result: Taken, cards: Cards) -> list[Answer]:
    match result:
        case Submitted(outcome, title_limit):
            news = cards.title_cut(title_limit)
            return [card_of(cards, outcome, message.chat.id, message.message_id, news)]
        case Revised() as revised:
            return revision_answers(message, revised, cards)
        case Joined(Post() as post) | Known(post):
            return _in_place(message, post, cards)
        case Joined(None):
            return []
        case Joined(outcome) if outcome:
            return [card_of(cards, outcome, message.chat.id, message.message_id)]
        case Refused(error):
            return [message.reply(**refused(message, error, cards.words))]
        case NoAnswer(question, error):
            words = cards.words
            return [message.reply(words_for(error, words) if error else reminder(question, words))]
        case NoText():
            return [message.reply(**what_to_send(message, cards.words))]
        case _:
            return []


def _in_place(message: Message, post: Post, cards: Cards) -> list[Answer]:
    """Of what was delivered again nothing is told once it is deleted."""
    if post.deleted_at:
        return []
    return [CardIn(message.chat.id, cards.card(post), post.id, in_place=True, reply_to=message.message_id)]


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
