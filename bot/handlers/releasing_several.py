"""What was held back together is published or dropped by one press, as far as there is room."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiogram import F, Router
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import TelegramId, User
from bot.cards.card import Cards
from bot.cards.held import card_of, too_early
from bot.cards.held_callbacks import ReleaseSeveral
from bot.cards.listing import IN_AN_ALBUM, together
from bot.cards.places import Album
from bot.cards.several import several
from bot.cards.shown import CardIn
from bot.conversation.filters import OnCard, Registered
from bot.middlewares.handling import Handling
from bot.outbox.answers import Answer
from posts.drafts.batches import BatchRelease
from posts.drafts.models import DraftStatus, NotPublished, Outcome, PendingEntry
from posts.drafts.publishing import Publishing
from posts.errors import DraftNotFound
from posts.models import Origin, Post
from posts.personal_data import PersonalData

router = Router()
Done = tuple[Origin | None, Outcome]


@router.callback_query(ReleaseSeveral.filter(F.drop), OnCard(), Registered())
async def drop(
    call: CallbackQuery,
    callback_data: ReleaseSeveral,
    card: Message,
    publishing: Publishing,
    personal_data: PersonalData,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    owner = TelegramId(call.from_user.id)
    for one in await _waiting(personal_data, author, owner, callback_data):
        await publishing.delete_draft(owner, one.id)
    return [call.answer(), card.edit_text(cards.words("several.dropped"))]


@router.callback_query(ReleaseSeveral.filter(), OnCard(), Registered())
async def release(
    call: CallbackQuery,
    callback_data: ReleaseSeveral,
    card: Message,
    batch_release: BatchRelease,
    personal_data: PersonalData,
    author: User,
    cards: Cards,
    handling: Handling,
) -> list[Answer]:
    owner = TelegramId(call.from_user.id)
    waiting = await _waiting(personal_data, author, owner, callback_data)
    released = await batch_release.release_batch(author, owner, waiting)
    done, rest = released.done, released.over_limit
    shown = _shown(cards, done, card.chat.id)
    if done and released.later:
        handling.goes_on = True
        return [*shown]
    rest = [*(NotPublished(one.id, one.title) for one in released.later), *rest]
    if not rest:
        return [call.answer(), replace(shown[0], message_id=card.message_id), *shown[1:]]
    last = rest[-1]
    toast = cards.words.plain("several.some", count=len(done)) if done else too_early(cards, last)
    return [call.answer(toast), card.edit_text(**several(cards, rest)), *shown]


async def _waiting(
    personal_data: PersonalData, author: User, owner: TelegramId, which: ReleaseSeveral
) -> list[PendingEntry]:
    """Raises DraftNotFound where none is left."""
    pending = await personal_data.list_pending(author.id, owner)
    waiting = [
        one for one in pending if which.first <= one.id <= which.last and one.status is DraftStatus.OVER_LIMIT
    ]
    if not waiting:
        raise DraftNotFound
    return waiting


def _shown(cards: Cards, done: Sequence[Done], chat: int) -> list[CardIn]:
    """One card for several pastes, as of an album that was published at once."""
    posts = [(origin.message_id, outcome) for origin, outcome in done if origin and isinstance(outcome, Post)]
    if len(posts) < 2:
        return [
            card_of(cards, outcome, chat, origin.message_id if origin else None) for origin, outcome in done
        ]
    others = [one for one in done if not (one[0] and isinstance(one[1], Post))]
    lists = [posts[start : start + IN_AN_ALBUM] for start in range(0, len(posts), IN_AN_ALBUM)]
    return [*(_together(cards, some, chat) for some in lists), *_shown(cards, others, chat)]


def _together(cards: Cards, posts: Sequence[tuple[int, Post]], chat: int) -> CardIn:
    numbers = [number for number, _ in posts]
    album = Album(min(numbers), max(numbers) - min(numbers) + 1)
    return CardIn(chat, together(cards, [post for _, post in posts], album), reply_to=numbers[0])
