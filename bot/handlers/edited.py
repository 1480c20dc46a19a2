"""Editing a message in Telegram edits the paste that it made."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.types import Message

from auth.models import User
from bot.cards.card import Cards
from bot.cards.shown import ShownCards
from bot.conversation.filters import When
from bot.conversation.told import Told
from bot.inbox.edits import Edit
from bot.outbox.answers import Answer
from bot.services import Services

router = Router()


@router.edited_message(When(F.chat.type == ChatType.PRIVATE), When(F.text | F.document | F.caption))
async def follow_edit(
    message: Message,
    bot: Bot,
    services: Services,
    user: User | None,
    cards: Cards,
    shown: ShownCards,
    told: Told,
) -> list[Answer]:
    return await Edit(message, bot, services, user, cards, shown, told).followed()
