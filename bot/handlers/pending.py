"""What was held back, because of a limit or a credential: its author decides."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiogram import Bot, F, Router
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import TelegramId, User
from bot.cards.buttons import keyboard
from bot.cards.callbacks import Release, ReleaseListed, ReleaseSeveral, SendHeld, ShowHeld
from bot.cards.card import Cards
from bot.cards.listing import IN_AN_ALBUM, together
from bot.cards.pending import (
    card_of,
    listed_waiting,
    said_of,
    several,
    shown_as,
    to_list,
    too_early,
    waiting_card,
)
from bot.cards.places import Album
from bot.cards.reply import CardIn
from bot.conversation.filters import OnCard, Registered
from bot.middlewares.handler_data import Handling
from bot.outbox.group_links import later_link
from bot.outbox.replies import Answer, Upload, is_taken
from bot.outbox.sendings import Sendings
from bot.outbox.unstored import Notices
from posts.drafts.pending import DraftStatus, PendingEntry
from posts.drafts.publishing import NotPublished, Outcome, Publishing
from posts.drafts.releasing import Releasing
from posts.errors import DraftNotFound
from posts.models import DraftId, Origin, Post
from posts.personal_data import PersonalData
from posts.texts.file_names import with_extension
from posts.titles import slug_of

router = Router()


@router.callback_query(ReleaseListed.filter(F.drop), OnCard(), Registered())
@router.callback_query(Release.filter(F.drop), OnCard(), Registered())
async def drop(
    call: CallbackQuery,
    callback_data: Release,
    card: Message,
    publishing: Publishing,
    cards: Cards,
    notices: Notices,
) -> list[TelegramMethod[Any]]:
    owner, draft = TelegramId(call.from_user.id), DraftId(callback_data.draft)
    if origin := (await publishing.held(owner, draft)).draft.origin:
        notices.tidy_up(origin.chat_id, owner)
    await publishing.drop(owner, draft)
    back = keyboard(to_list(cards)) if isinstance(callback_data, ReleaseListed) else None
    return [call.answer(), card.edit_text(cards.words("release.dropped"), reply_markup=back)]


@router.callback_query(ReleaseListed.filter(), OnCard(), Registered())
@router.callback_query(Release.filter(), OnCard(), Registered())
async def release(
    call: CallbackQuery,
    callback_data: Release,
    card: Message,
    publishing: Publishing,
    author: User,
    cards: Cards,
    bot: Bot,
    notices: Notices,
) -> list[Answer]:
    owner, draft = TelegramId(call.from_user.id), DraftId(callback_data.draft)
    origin = (await publishing.held(owner, draft)).draft.origin
    is_new = await publishing.has_lost_its_paste(author, owner, draft)
    outcome = await publishing.release(author, owner, draft, callback_data.visibility)
    links = later_link(cards, bot.id, origin, outcome)
    for link in links:
        notices.tidy_up(link.chat_id, owner)
    news = cards.words("release.as-new") if is_new else None
    said = said_of(cards, outcome, news, is_listed=isinstance(callback_data, ReleaseListed))
    return [
        call.answer(too_early(cards, outcome)),
        CardIn(card.chat.id, said, shown_as(outcome), message_id=card.message_id),
        *links,
    ]


@router.callback_query(SendHeld.filter(), OnCard(), Registered())
async def send_back(
    call: CallbackQuery,
    callback_data: SendHeld,
    card: Message,
    publishing: Publishing,
    cards: Cards,
    sendings: Sendings,
) -> list[Answer]:
    """As it is kept: an app has cut it into many messages. Where that is too much for Telegram, the file that
    was sent."""
    kept = await publishing.held(TelegramId(call.from_user.id), DraftId(callback_data.draft))
    sending = await sendings.begin(card.chat.id, f"held:{kept.files[0]}", call.id)
    if sending is None:
        return [call.answer(cards.words.plain("file.on-its-way"))]
    name = with_extension(slug_of(kept.draft.title), kept.draft.language)
    text, *original = kept.files
    content = original[0] if original and not is_taken(len(kept.draft.text.encode())) else text
    failed = card.reply(cards.words("file.not-sent", title=kept.draft.title))
    return [call.answer(), Upload(card.chat.id, content, name, card.message_id, failed, sending)]


Done = tuple[Origin | None, Outcome]


@router.callback_query(ReleaseSeveral.filter(F.drop), OnCard(), Registered())
async def drop_several(
    call: CallbackQuery,
    callback_data: ReleaseSeveral,
    card: Message,
    publishing: Publishing,
    holdings: PersonalData,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    owner = TelegramId(call.from_user.id)
    for one in await _waiting(holdings, author, owner, callback_data):
        await publishing.drop(owner, one.id)
    return [call.answer(), card.edit_text(cards.words("several.dropped"))]


@router.callback_query(ReleaseSeveral.filter(), OnCard(), Registered())
async def release_several(
    call: CallbackQuery,
    callback_data: ReleaseSeveral,
    card: Message,
    releasing: Releasing,
    holdings: PersonalData,
    author: User,
    cards: Cards,
    handling: Handling,
) -> list[Answer]:
    owner = TelegramId(call.from_user.id)
    waiting = await _waiting(holdings, author, owner, callback_data)
    released = await releasing.release_several(author, owner, waiting)
    done, rest = released.done, released.rest
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
    holdings: PersonalData, author: User, owner: TelegramId, which: ReleaseSeveral
) -> list[PendingEntry]:
    """Raises DraftNotFound where none is left."""
    pending = await holdings.list_pending(author.id, owner)
    waiting = [
        one for one in pending if which.first <= one.id <= which.last and one.reason is DraftStatus.OVER_LIMIT
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


@router.callback_query(ShowHeld.filter(F.draft == 0), OnCard(), Registered())
async def show_list(
    call: CallbackQuery, card: Message, holdings: PersonalData, author: User, cards: Cards
) -> list[TelegramMethod[Any]]:
    waiting = await holdings.list_pending(author.id, TelegramId(call.from_user.id))
    return [call.answer(), card.edit_text(**listed_waiting(cards, waiting))]


@router.callback_query(ShowHeld.filter(), OnCard(), Registered())
async def show(
    call: CallbackQuery,
    callback_data: ShowHeld,
    card: Message,
    publishing: Publishing,
    holdings: PersonalData,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    kept = await publishing.held(TelegramId(call.from_user.id), DraftId(callback_data.draft))
    found = await publishing.credentials_in_draft(kept)
    limit = await holdings.limit_of(author.id, kept)
    return [call.answer(), card.edit_text(**waiting_card(cards, kept, found, limit))]
