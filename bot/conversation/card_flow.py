"""Questions that a card asks about its paste: the answer is a message, and the card then shows its result.

A reply to a card is understood as an answer, too.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.methods import EditMessageText, TelegramMethod
from aiogram.types import Message, ReactionTypeEmoji, TelegramObject

from auth.models import User
from bot.cards.card import Cards
from bot.cards.reply import CardKey, CardReply, MessageBody
from bot.chat_memory import ChatMemory
from bot.errors import gone_body
from bot.outbox.replies import Reply
from posts.errors import PostNotFound
from posts.models import Post, PostId
from posts.pastes.service import PostService


@dataclass(frozen=True, slots=True)
class CardQuestion:
    """Question about a paste, asked by the message `card`.

    `at` is the place (see `bot.cards.places`) that the card leads back to, empty for none.
    """

    post: PostId
    at: str
    card: int

    def as_data(self) -> dict[str, Any]:
        """Return the conversation's data, which `card_question_in` reads."""
        return asdict(self)

    def card_in(self, message: Message, body: MessageBody) -> CardReply:
        """Return the change of the asking card to `body`; `message` is any of the same chat."""
        return CardReply(message.chat.id, body, CardKey.post(self.post), message_id=self.card)


async def ask(state: FSMContext, question: State, post: Post, at: str, card: Message) -> None:
    """Open the question in the conversation; the card itself is changed by the caller."""
    await state.set_state(question)
    await state.set_data(CardQuestion(post.id, at, card.message_id).as_data())


async def card_question_in(state: FSMContext) -> CardQuestion | None:
    """Return the open question of the conversation if a card asked it, else None."""
    data = await state.get_data()
    return CardQuestion(PostId(data["post"]), data["at"], data["card"]) if "card" in data else None


async def restored_card(
    asked: CardQuestion, chat: int, author: User, posts: PostService, cards: Cards
) -> CardReply:
    """Return the card without its question, or one that says that the paste is gone."""
    try:
        post = await posts.own(author, asked.post)
    except PostNotFound as gone:
        return CardReply(chat, gone_body(gone, cards.words, asked.at), message_id=asked.card)
    return CardReply(chat, cards.card(post, asked.at), CardKey.post(post.id), message_id=asked.card)


def is_changed(card: int, replies: Sequence[Reply]) -> bool:
    """Return whether one of the replies edits the message `card`."""
    return any(
        isinstance(reply, CardReply | EditMessageText) and reply.message_id == card for reply in replies
    )


class AskedByCard(BaseFilter):
    """Gives the handler the open question `asked`, if a card asked it."""

    async def __call__(self, _event: TelegramObject, state: FSMContext) -> bool | dict[str, CardQuestion]:
        asked = await card_question_in(state)
        return {"asked": asked} if asked else False


def accepted(message: Message) -> TelegramMethod[bool]:
    """Return a reaction to an answer that was taken: the card with its result may be out of sight."""
    return message.react([ReactionTypeEmoji(emoji="👌")])


def questioned(message: Message) -> TelegramMethod[bool]:
    """Return a reaction to an answer that the card asks to confirm."""
    return message.react([ReactionTypeEmoji(emoji="🤔")])


class RepliesToCard(BaseFilter):
    """Gives the handler the paste's card that the message `replied` to, as if the card had asked."""

    async def __call__(self, message: Message, memory: ChatMemory) -> bool | dict[str, CardQuestion]:
        card = await card_replied_to(message, memory)
        return {"replied": card} if card else False


async def card_replied_to(message: Message, memory: ChatMemory) -> CardQuestion | None:
    """Return the paste's card that the message replies to, if any."""
    card = message.reply_to_message
    post = await memory.cards.post_in(message.chat.id, card.message_id) if card else None
    return CardQuestion(post, "", card.message_id) if card and post else None
