"""Editing a message in Telegram edits the paste that it made."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.types import Message

from auth.models import User
from bot.answers import Answer
from bot.cards import Cards
from bot.edits import Edit
from bot.filters import When
from bot.services import Services
from bot.shown import ShownCards
from bot.told import Told

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
