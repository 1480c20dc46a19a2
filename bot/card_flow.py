"""A question that a card asks: the answer comes as a message, and then the card shows what became of it."""

from dataclasses import dataclass

from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.methods import TelegramMethod
from aiogram.types import Message, ReactionTypeEmoji, TelegramObject

from bot.shown import CardIn, Said
from posts.models import Post, PostId


@dataclass(frozen=True, slots=True)
class Asked:
    """`card` is the message that asked, of the chat in which it did."""

    post: PostId
    at: str
    card: int

    def card_in(self, message: Message, said: Said) -> CardIn:
        return CardIn(message.chat.id, said, self.post, message_id=self.card)


async def ask(state: FSMContext, what: State, post: Post, at: str, card: Message) -> None:
    await state.set_state(what)
    await state.set_data({"post": post.id, "at": at, "card": card.message_id})


async def leave(state: FSMContext, card: Message) -> None:
    """Whoever goes back to a card is not asked by it any more; for all else the bot still waits."""
    if (await state.get_data()).get("card") == card.message_id:
        await state.clear()


async def asked_by(state: FSMContext) -> Asked:
    known = await state.get_data()
    return Asked(PostId(known.get("post", 0)), known.get("at", ""), known.get("card", 0))


class Answering(BaseFilter):
    """Gives the handler what was `asked`."""

    async def __call__(self, _event: TelegramObject, state: FSMContext) -> dict[str, Asked]:
        return {"asked": await asked_by(state)}


def doubted(message: Message) -> TelegramMethod[bool]:
    """As `taken`, where the card asks once more."""
    return message.react([ReactionTypeEmoji(emoji="🤔")])


def taken(message: Message) -> TelegramMethod[bool]:
    """A sign on what the person sent: the card that shows the rest may be out of sight."""
    return message.react([ReactionTypeEmoji(emoji="👌")])
