"""A question that a card asks: the answer comes as a message, and then the card shows what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.methods import EditMessageText, TelegramMethod
from aiogram.types import Message, ReactionTypeEmoji, TelegramObject

from auth.models import User
from bot.cards.card import Cards
from bot.cards.reply import CardIn, Said, ShownCards
from bot.errors import said_of_gone
from bot.outbox.replies import Answer
from posts.errors import PostNotFound
from posts.models import Post, PostId
from posts.pastes.service import PostService


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


async def asked_by(state: FSMContext) -> Asked:
    known = await state.get_data()
    return Asked(PostId(known.get("post", 0)), known.get("at", ""), known.get("card", 0))


async def put_back(asked: Asked, chat: int, author: User, posts: PostService, cards: Cards) -> CardIn:
    """The card as it was before it asked; or that its paste is gone meanwhile."""
    try:
        post = await posts.own(author, asked.post)
    except PostNotFound as gone:
        return CardIn(chat, said_of_gone(gone, cards.words, asked.at), message_id=asked.card)
    return CardIn(chat, cards.card(post, asked.at), post.id, message_id=asked.card)


def shows(answers: Sequence[Answer], card: int) -> bool:
    """Whether one of them says what this message says from now on."""
    return any(
        isinstance(answer, CardIn | EditMessageText) and answer.message_id == card for answer in answers
    )


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


class ToACard(BaseFilter):
    """Gives the handler what was `replied` to."""

    async def __call__(self, message: Message, shown: ShownCards) -> bool | dict[str, Asked]:
        card = await card_replied_to(message, shown)
        return {"replied": card} if card else False


async def card_replied_to(message: Message, shown: ShownCards) -> Asked | None:
    card = message.reply_to_message
    post = await shown.post_in(message.chat.id, card.message_id) if card else None
    return Asked(post, "", card.message_id) if card and post else None
