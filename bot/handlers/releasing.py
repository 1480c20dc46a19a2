"""What was held back, because of a limit or a credential: its author decides."""

from typing import Any

from aiogram import Bot, F, Router
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import TelegramId, User
from bot.cards.buttons import keyboard
from bot.cards.card import Cards
from bot.cards.held import said_of, shown_as, to_list, too_early
from bot.cards.held_callbacks import Release, ReleaseListed, SendHeld
from bot.cards.shown import CardIn
from bot.conversation.filters import OnCard, Registered
from bot.outbox.answers import Answer
from bot.outbox.group_links import later_link
from bot.outbox.notices import Notices
from bot.outbox.sendings import Sendings
from bot.outbox.uploads import Upload, is_taken
from posts.drafts.publishing import Publishing
from posts.models import DraftId
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
    if origin := (await publishing.find_draft(owner, draft)).draft.origin:
        notices.tidy_up(origin.chat_id, owner)
    await publishing.delete_draft(owner, draft)
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
    origin = (await publishing.find_draft(owner, draft)).draft.origin
    is_new = await publishing.is_target_gone(author, owner, draft)
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
    kept = await publishing.find_draft(TelegramId(call.from_user.id), DraftId(callback_data.draft))
    sending = await sendings.begin(card.chat.id, f"held:{kept.files[0]}", call.id)
    if sending is None:
        return [call.answer(cards.words.plain("file.on-its-way"))]
    name = with_extension(slug_of(kept.draft.title), kept.draft.language)
    text, *original = kept.files
    content = original[0] if original and not is_taken(len(kept.draft.text.encode())) else text
    failed = card.reply(cards.words("file.not-sent", title=kept.draft.title))
    return [call.answer(), Upload(card.chat.id, content, name, card.message_id, failed, sending)]
