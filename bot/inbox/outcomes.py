"""Outcomes of submitted messages, and the replies to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.types import Message

from bot.cards.card import Cards
from bot.cards.listing import ALBUM_SIZE, album_card
from bot.cards.pending import grouped_by_limit, outcome_card, several_pending
from bot.cards.places import Album
from bot.cards.reply import CardKey, CardReply
from bot.conversation.card_flow import CardQuestion, accepted
from bot.conversation.states import Renaming, reminder
from bot.errors import error_text
from bot.inbox.files import nothing_to_publish_body, refused_file_body
from bot.inbox.messages import DraftSource, SourceKind, joined
from bot.outbox.replies import Reply
from kernel.errors import AppError
from posts.drafts.models import NotPublished, Outcome
from posts.drafts.publishing import Publishing
from posts.errors import TitleTooLong
from posts.models import Post
from posts.titles import to_one_line


@dataclass(frozen=True, slots=True)
class Submitted:
    """Published, or saved as a pending draft; `title_limit` in characters if the title was cut, else None."""

    outcome: Outcome
    title_limit: int | None = None


@dataclass(frozen=True, slots=True)
class Revised:
    """New text of a paste, for which the card `asked`; `previous` is the number of the revision before."""

    outcome: Outcome
    asked: CardQuestion
    previous: int


@dataclass(frozen=True, slots=True)
class JoinedLatePart:
    """Late part of a long text; `outcome` is that of the whole text, None if no reply is needed."""

    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class AlreadyPublished:
    """Message that Telegram delivered before, and its paste."""

    post: Post


@dataclass(frozen=True, slots=True)
class SavedForStranger:
    """Saved until the stranger has an account; `title_limit` in characters if a longer title was wanted."""

    title_limit: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Not published because of the error."""

    error: AppError


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """No answer to the question of the conversation state; `error` if a text is too long for one."""

    state: str
    error: AppError | None = None


@dataclass(frozen=True, slots=True)
class NothingToPublish:
    """Message without a text: a picture, a voice, …"""


SubmitOutcome = (
    Submitted
    | Revised
    | JoinedLatePart
    | AlreadyPublished
    | SavedForStranger
    | Refused
    | WrongAnswer
    | NothingToPublish
)
SubmittedMessage = tuple[Message, SubmitOutcome]


def outcome_replies(results: Sequence[SubmittedMessage], cards: Cards) -> list[Reply]:
    """Return one card for several published files, one for drafts over a limit, and one for each other."""
    results = _with_one_wrong_answer(results)
    pending = {one.id: message for message, result in results for one in _pending_in(result)}
    groups = grouped_by_limit(one for _, result in results for one in _pending_in(result))
    grouped = {one.id for some in groups for one in some}
    others = [one for one in results if grouped.isdisjoint(known.id for known in _pending_in(one[1]))]
    notices = [pending[some[0].id].reply(**several_pending(cards, some)) for some in groups]
    return [*_replies_with_album(others, cards), *notices]


def _pending_in(result: SubmitOutcome) -> list[NotPublished]:
    match result:
        case Submitted(NotPublished() as pending):
            return [pending]
        case _:
            return []


def _replies_with_album(results: Sequence[SubmittedMessage], cards: Cards) -> list[Reply]:
    files = [(message, result) for message, result in results if _published_file(message, result)]
    if len(files) < 2:
        return [reply for message, result in results for reply in _replies(message, result, cards)]
    lists = [files[start : start + ALBUM_SIZE] for start in range(0, len(files), ALBUM_SIZE)]
    others = [(message, result) for message, result in results if not _published_file(message, result)]
    return [*(_album(some, cards) for some in lists), *_replies_with_album(others, cards)]


def _with_one_wrong_answer(results: Sequence[SubmittedMessage]) -> list[SubmittedMessage]:
    """Keep only the first WrongAnswer: several messages get one reply."""
    wrong_answers = [one for one in results if isinstance(one[1], WrongAnswer)]
    return [one for one in results if one not in wrong_answers[1:]]


def _album(files: Sequence[SubmittedMessage], cards: Cards) -> Reply:
    posts = [post for message, result in files if (post := _published_file(message, result))]
    limits = (result.title_limit for _, result in files if isinstance(result, Submitted))
    limit = next(filter(None, limits), None)
    news = cards.words("title.some-cut", count=limit) if limit else None
    messages = [message.message_id for message, _ in files]
    album = Album(min(messages), max(messages) - min(messages) + 1)
    return files[0][0].reply(**album_card(cards, posts, album, news))


def _published_file(message: Message, result: SubmitOutcome) -> Post | None:
    """Return the paste that the message's file has become."""
    match result:
        case Submitted(Post() as post) | AlreadyPublished(post) if message.document and not post.deleted_at:
            return post
        case _:
            return None


def revision_replies(message: Message, revised: Revised, cards: Cards) -> list[Reply]:
    """Return the changed card and a reaction to the message, or the unchanged card and a pending draft's."""
    outcome, asked = revised.outcome, revised.asked
    if not isinstance(outcome, Post):
        pending = outcome_card(cards, outcome, message.chat.id, message.message_id)
        unchanged = outcome.revises and asked.card_in(message, cards.card(outcome.revises, asked.at))
        return [unchanged, pending] if unchanged else [pending]
    key = "edit.done" if outcome.revision > revised.previous else "edit.same"
    news = cards.words(key, number=outcome.revision)
    return [asked.card_in(message, cards.card(outcome, asked.at, news)), accepted(message)]


def _replies(message: Message, result: SubmitOutcome, cards: Cards) -> list[Reply]:
    match result:
        case Submitted(outcome, title_limit):
            news = cards.title_cut(title_limit)
            return [outcome_card(cards, outcome, message.chat.id, message.message_id, news)]
        case Revised() as revised:
            return revision_replies(message, revised, cards)
        case JoinedLatePart(Post() as post) | AlreadyPublished(post):
            return _card_in_place(message, post, cards)
        case JoinedLatePart(None):
            return []
        case JoinedLatePart(outcome) if outcome:
            return [outcome_card(cards, outcome, message.chat.id, message.message_id)]
        case Refused(error):
            return [message.reply(**refused_file_body(message, error, cards.words))]
        case WrongAnswer(state, error):
            words = cards.words
            return [message.reply(error_text(error, words) if error else reminder(state, words))]
        case NothingToPublish():
            return [message.reply(**nothing_to_publish_body(message, cards.words))]
        case _:
            return []


def _card_in_place(message: Message, post: Post, cards: Cards) -> list[Reply]:
    if post.deleted_at:
        return []
    return [
        CardReply(
            message.chat.id,
            cards.card(post),
            CardKey.post(post.id),
            in_place=True,
            reply_to=message.message_id,
        )
    ]


class AnswerTooLong(AppError):
    """Text of `count` characters where a short answer was expected."""

    code = "answer-too-long"

    def __init__(self, length: int) -> None:
        super().__init__(count=length)


def wrong_answer(source: DraftSource, waiting_for: str, publishing: Publishing) -> WrongAnswer:
    """Return why the source is no answer: it is no text, or too long a one."""
    if source.kind is not SourceKind.TEXT:
        return WrongAnswer(waiting_for)
    text = joined(source.messages).text
    title = to_one_line(text)
    if waiting_for == Renaming.title.state and (longest := publishing.title_limit(title)):
        return WrongAnswer(waiting_for, TitleTooLong(len(title), longest))
    return WrongAnswer(waiting_for, AnswerTooLong(len(text)))
