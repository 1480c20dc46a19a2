"""Pending drafts: their author publishes, deletes or lists them, or gets one back as a file."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiogram import F, Router
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import TelegramId, User
from bot.cards.buttons import keyboard
from bot.cards.callbacks import Release, ReleaseListed, ReleaseSeveral, SendPendingFile, ShowPending
from bot.cards.card import Cards
from bot.cards.listing import ALBUM_SIZE, album_card
from bot.cards.pending import (
    listed_pending_card,
    outcome_body,
    outcome_card,
    outcome_key,
    pending_list,
    pending_list_row,
    several_pending,
    still_limited_toast,
)
from bot.cards.places import Album
from bot.cards.reply import CardReply
from bot.chat_memory import ChatMemory
from bot.conversation.filters import OnCard, Registered
from bot.middlewares.handler_data import UpdateAttempt
from bot.outbox.group_links import group_links
from bot.outbox.replies import FileReply, Reply, fits_telegram
from bot.outbox.unstored import GroupNotices
from bot.services import HandlerContext, Services
from posts.drafts.models import DraftStatus, NotPublished, Outcome, PendingEntry
from posts.drafts.publishing import Publishing
from posts.drafts.service import DraftService
from posts.errors import DraftNotFound
from posts.models import DraftId, Origin, Post
from posts.personal_data import PersonalData
from posts.texts.file_names import with_extension
from posts.titles import slug_of

router = Router()
ReleasedDraft = tuple[Origin | None, Outcome]


@router.callback_query(ReleaseListed.filter(F.drop), OnCard(), Registered())
@router.callback_query(Release.filter(F.drop), OnCard(), Registered())
async def drop(
    call: CallbackQuery,
    callback_data: Release,
    card: Message,
    drafts: DraftService,
    cards: Cards,
    notices: GroupNotices,
) -> list[TelegramMethod[Any]]:
    owner, draft = TelegramId(call.from_user.id), DraftId(callback_data.draft)
    if origin := (await drafts.find_draft(owner, draft)).draft.origin:
        notices.withdraw(origin.chat_id, owner)
    await drafts.delete_draft(owner, draft)
    back = keyboard(pending_list_row(cards)) if isinstance(callback_data, ReleaseListed) else None
    return [call.answer(), card.edit_text(cards.words("release.dropped"), reply_markup=back)]


@router.callback_query(ReleaseListed.filter(), OnCard(), Registered())
@router.callback_query(Release.filter(), OnCard(), Registered())
async def release(
    call: CallbackQuery,
    callback_data: Release,
    card: Message,
    publishing: Publishing,
    drafts: DraftService,
    author: User,
    context: HandlerContext,
) -> list[Reply]:
    owner, draft, cards = context.owner, DraftId(callback_data.draft), context.cards
    origin = (await drafts.find_draft(owner, draft)).draft.origin
    is_new = await publishing.is_target_gone(author, owner, draft)
    outcome = await publishing.release(author, owner, draft, callback_data.visibility)
    links = group_links(cards, context.bot.id, origin, outcome)
    for link in links:
        context.notices.withdraw(link.chat_id, owner)
    news = cards.words("release.as-new") if is_new else None
    body = outcome_body(cards, outcome, news, is_listed=isinstance(callback_data, ReleaseListed))
    return [
        call.answer(still_limited_toast(cards, outcome)),
        CardReply(card.chat.id, body, outcome_key(outcome), message_id=card.message_id),
        *links,
    ]


@router.callback_query(SendPendingFile.filter(), OnCard(), Registered())
async def send_back(
    call: CallbackQuery,
    callback_data: SendPendingFile,
    card: Message,
    drafts: DraftService,
    cards: Cards,
    memory: ChatMemory,
) -> list[Reply]:
    """Send the stored text, or the file that it came as if the text is too large."""
    pending = await drafts.find_draft(TelegramId(call.from_user.id), DraftId(callback_data.draft))
    sending = await memory.sending.begin(card.chat.id, f"held:{pending.files[0]}", call.id)
    if sending is None:
        return [call.answer(cards.words.plain("file.on-its-way"))]
    name = with_extension(slug_of(pending.draft.title), pending.draft.language)
    text, *original = pending.files
    content = original[0] if original and not fits_telegram(len(pending.draft.text.encode())) else text
    failed = card.reply(cards.words("file.not-sent", title=pending.draft.title))
    return [call.answer(), FileReply(card.chat.id, content, name, card.message_id, failed, sending)]


@router.callback_query(ReleaseSeveral.filter(F.drop), OnCard(), Registered())
async def drop_several(
    call: CallbackQuery,
    callback_data: ReleaseSeveral,
    card: Message,
    drafts: DraftService,
    personal_data: PersonalData,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    owner = TelegramId(call.from_user.id)
    for one in await _pending_over_limit(personal_data, author, owner, callback_data):
        await drafts.delete_draft(owner, one.id)
    return [call.answer(), card.edit_text(cards.words("several.dropped"))]


@router.callback_query(ReleaseSeveral.filter(), OnCard(), Registered())
async def release_batch(
    call: CallbackQuery,
    callback_data: ReleaseSeveral,
    card: Message,
    services: Services,
    author: User,
    cards: Cards,
    attempt: UpdateAttempt,
) -> list[Reply]:
    owner = TelegramId(call.from_user.id)
    pending = await _pending_over_limit(services.personal_data, author, owner, callback_data)
    released = await services.batch_release.release_batch(author, owner, pending)
    done, rest = released.done, released.over_limit
    replies = _batch_cards(cards, done, card.chat.id)
    if done and released.later:
        attempt.has_more = True
        return [*replies]
    rest = [*(NotPublished(one.id, one.title) for one in released.later), *rest]
    if not rest:
        return [call.answer(), replace(replies[0], message_id=card.message_id), *replies[1:]]
    last = rest[-1]
    toast = cards.words.plain("several.some", count=len(done)) if done else still_limited_toast(cards, last)
    return [call.answer(toast), card.edit_text(**several_pending(cards, rest)), *replies]


async def _pending_over_limit(
    personal_data: PersonalData, author: User, owner: TelegramId, which: ReleaseSeveral
) -> list[PendingEntry]:
    """Return the drafts of the button that still are over a limit. Raises DraftNotFound for none."""
    pending = await personal_data.list_pending(author.id, owner)
    chosen = [
        one for one in pending if which.first <= one.id <= which.last and one.status is DraftStatus.OVER_LIMIT
    ]
    if not chosen:
        raise DraftNotFound
    return chosen


def _batch_cards(cards: Cards, done: Sequence[ReleasedDraft], chat: int) -> list[CardReply]:
    """Return one card for several pastes, as of an album, and a card for each other outcome."""
    posts = [(origin.message_id, outcome) for origin, outcome in done if origin and isinstance(outcome, Post)]
    if len(posts) < 2:
        return [
            outcome_card(cards, outcome, chat, origin.message_id if origin else None)
            for origin, outcome in done
        ]
    others = [one for one in done if not (one[0] and isinstance(one[1], Post))]
    albums = [posts[start : start + ALBUM_SIZE] for start in range(0, len(posts), ALBUM_SIZE)]
    return [*(_album(cards, some, chat) for some in albums), *_batch_cards(cards, others, chat)]


def _album(cards: Cards, posts: Sequence[tuple[int, Post]], chat: int) -> CardReply:
    numbers = [number for number, _ in posts]
    album = Album(min(numbers), max(numbers) - min(numbers) + 1)
    return CardReply(chat, album_card(cards, [post for _, post in posts], album), reply_to=numbers[0])


@router.callback_query(ShowPending.filter(F.draft == 0), OnCard(), Registered())
async def show_list(
    call: CallbackQuery, card: Message, personal_data: PersonalData, author: User, cards: Cards
) -> list[TelegramMethod[Any]]:
    pending = await personal_data.list_pending(author.id, TelegramId(call.from_user.id))
    return [call.answer(), card.edit_text(**pending_list(cards, pending))]


@router.callback_query(ShowPending.filter(), OnCard(), Registered())
async def show(
    call: CallbackQuery,
    callback_data: ShowPending,
    card: Message,
    services: Services,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    owner = TelegramId(call.from_user.id)
    pending = await services.drafts.find_draft(owner, DraftId(callback_data.draft))
    found = await services.analyst.credentials_in(pending.draft.text)
    limit = await services.personal_data.limit_of(author.id, pending)
    return [call.answer(), card.edit_text(**listed_pending_card(cards, pending, found, limit))]
