"""Replies to a card: what is sent so is meant for that paste."""

from aiogram.filters import BaseFilter
from aiogram.types import Message

from bot.cards.shown import ShownCards
from bot.conversation.card_flow import Asked


class ToACard(BaseFilter):
    """Gives the handler what was `replied` to."""

    async def __call__(self, message: Message, shown: ShownCards) -> bool | dict[str, Asked]:
        card = await card_replied_to(message, shown)
        return {"replied": card} if card else False


async def card_replied_to(message: Message, shown: ShownCards) -> Asked | None:
    card = message.reply_to_message
    post = await shown.post_in(message.chat.id, card.message_id) if card else None
    return Asked(post, "", card.message_id) if card and post else None
