"""Filters of handlers, by sender, message and pressed button."""

from typing import Any

from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message, TelegramObject
from magic_filter import MagicFilter

from auth.errors import NotRegistered
from auth.models import User
from bot.cards.callbacks import OfPost
from bot.cards.card import Cards, Press
from posts.models import PostId
from posts.pastes.service import PostService


class Matches(BaseFilter):
    """Magic filter that runs in the event loop: aiogram runs each bare one in a thread."""

    def __init__(self, magic: MagicFilter) -> None:
        self._magic = magic

    async def __call__(self, event: TelegramObject) -> Any:
        return self._magic.resolve(event)


class MayBeCommandOrAnswer(BaseFilter):
    """Messages that begin with a slash, are replies, or come while the bot waits for an answer."""

    async def __call__(self, message: Message, raw_state: str | None) -> bool:
        text = message.text or message.caption or ""
        return text.lstrip().startswith("/") or raw_state is not None or message.reply_to_message is not None


class Grouped(BaseFilter):
    """Messages that were grouped: parts of a long text, an album, forwarded ones."""

    async def __call__(self, _event: TelegramObject, group: tuple[Message, ...]) -> bool:
        return bool(group)


class OnCard(BaseFilter):
    """Gives the handler the `card` whose button was pressed, if Telegram still shows it to the bot."""

    async def __call__(self, call: CallbackQuery) -> bool | dict[str, Message]:
        return {"card": call.message} if isinstance(call.message, Message) else False


class Registered(BaseFilter):
    """Gives the handler the `author`. Raises NotRegistered for a stranger."""

    async def __call__(self, _event: TelegramObject, user: User | None) -> dict[str, User]:
        if user is None:
            raise NotRegistered
        return {"author": user}


class Stranger(BaseFilter):
    async def __call__(self, _event: TelegramObject, user: User | None) -> bool:
        return user is None


class Pressed(BaseFilter):
    """Gives the handler a `press` on the card of the person's own paste, and its `callback_data`.

    Raises NotRegistered, or PostNotFound also for another person's paste.
    """

    def __init__(self, callback: type[OfPost]) -> None:
        self._filter = callback.filter()

    async def __call__(
        self, call: CallbackQuery, posts: PostService, user: User | None, cards: Cards
    ) -> bool | dict[str, Any]:
        matched = await self._filter(call)
        if not isinstance(matched, dict) or not isinstance(call.message, Message):
            return False
        if user is None:
            raise NotRegistered
        pressed: OfPost = matched["callback_data"]
        post = await posts.own(user, PostId(pressed.post))
        return {**matched, "press": Press(call, call.message, post, pressed.at, user, cards)}
