"""Short-lived facts about chats in Redis, one class per kind.

Redis may lose them. While it is unavailable, all but `SearchWords` log a warning and act as if it were empty.
"""

import hashlib
import hmac
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, TypeVar

import structlog
from aiogram.types import InlineKeyboardMarkup
from redis.asyncio import Redis
from redis.exceptions import RedisError

from auth.models import UserId
from auth.passwords import MAX_LENGTH
from bot.cards.reply import CardKey
from kernel.personal_keys import of_chat, of_user, track_keys
from posts.models import PostId
from posts.titles import INVISIBLE

# Telegram lets a bot edit its own messages for ever; people look back some weeks.
_CARD_LIFETIME: Final = timedelta(days=60)
_MESSAGE_STATE_LIFETIME: Final = timedelta(minutes=10)
# After that another press sends the file again: the process that was sending it may have ended.
_SENDING_LIFETIME: Final = timedelta(seconds=60)
# The second of two quick presses may come after the file has arrived.
_SENT_LIFETIME: Final = timedelta(seconds=3)
_SEARCH_LIFETIME: Final = timedelta(days=7)
_NOTICE_LIFETIME: Final = timedelta(days=1)
_PASSWORD_LIFETIME: Final = timedelta(minutes=10)
_MAX_SEARCH_CHARACTERS: Final = 200
Result = TypeVar("Result")
Value = bytes | str | int
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RedisMemory:
    """Base of all kinds: its keys are tracked by person, so that they are erased with the account."""

    redis: Redis

    async def _store(
        self,
        owner: str,
        lifetime: timedelta,
        values: Mapping[str, Value],
        *,
        only_new: bool = False,
    ) -> list[Any]:
        """Set the values in one transaction; return Redis' results. Raises RedisError.

        `owner` is a name of `kernel.personal_keys`; with `only_new`, existing values stay as they are.
        """
        async with self.redis.pipeline(transaction=True) as pipe:
            for key, value in values.items():
                pipe.set(key, value, ex=lifetime, nx=only_new)
            track_keys(pipe, owner, lifetime, *values)
            return await pipe.execute()

    async def _attempt(self, operation: Awaitable[Result]) -> Result | None:
        """Return the operation's result, or None after logging a RedisError."""
        try:
            return await operation
        except RedisError as fault:
            _log.warning("chat_memory_unavailable", memory=type(self).__name__, fault=str(fault))
            return None


class CardMessages(RedisMemory):
    """Messages by the card that they show, and cards by message, so that a card is changed in its place."""

    async def remember(self, chat: int, key: CardKey, message: int) -> None:
        values: dict[str, Value] = {_card(chat, key): message, _message(chat, message): key}
        await self._attempt(self._store(of_chat(chat), _CARD_LIFETIME, values))

    async def forget(self, chat: int, message: int) -> None:
        """Forget the card of a message that shows something else from now on."""
        key = await self._key_in(chat, message)
        await self._attempt(self.redis.delete(_message(chat, message)))
        if key and await self.message_of(chat, key) == message:
            await self._attempt(self.redis.delete(_card(chat, key)))

    async def message_of(self, chat: int, key: CardKey | None) -> int | None:
        """Return the id of the message that shows the card."""
        found = await self._attempt(self.redis.get(_card(chat, key))) if key else None
        return int(found) if found else None

    async def post_in(self, chat: int, message: int) -> PostId | None:
        """Return the paste whose card the message shows."""
        key = await self._key_in(chat, message)
        return key.post_id if key else None

    async def _key_in(self, chat: int, message: int) -> CardKey | None:
        found = await self._attempt(self.redis.get(_message(chat, message)))
        return CardKey(found.decode()) if found else None


class MessageStates(RedisMemory):
    """Digests of what messages show: Telegram refuses an edit that changes nothing (after a second press)."""

    async def shows(
        self, chat: int, message: int, text: str | None, buttons: InlineKeyboardMarkup | None
    ) -> bool:
        """Return whether the message shows exactly this text and these buttons."""
        found = await self._attempt(self.redis.get(_state(chat, message)))
        return found == _state_digest(text, buttons)

    async def remember(
        self, chat: int, message: int, text: str | None, buttons: InlineKeyboardMarkup | None
    ) -> None:
        values = {_state(chat, message): _state_digest(text, buttons)}
        await self._attempt(self._store(of_chat(chat), _MESSAGE_STATE_LIFETIME, values))


class SendingFiles(RedisMemory):
    """Files that are being sent, so that a second press on the button sends no second file."""

    async def begin(self, chat: int, file: str, press: str) -> str | None:
        """Return a key for `end`; None if another press is sending the file, or sent it seconds ago.

        `press` is the id of the callback query; the same press may begin again after a lost connection.
        """
        key = f"bot:sending:{chat}:{file}"
        results = await self._attempt(
            self._store(of_chat(chat), _SENDING_LIFETIME, {key: press}, only_new=True)
        )
        if results is None or results[0]:
            return key
        return key if await self._attempt(self.redis.get(key)) in (None, press.encode()) else None

    async def end(self, key: str, *, is_sent: bool) -> None:
        """Note the end of sending; a file that was not sent can be asked for again at once."""
        await self._attempt(self.redis.expire(key, _SENT_LIFETIME) if is_sent else self.redis.delete(key))


class SearchWords(RedisMemory):
    """Words that people search for, by a key: buttons have no room for the words."""

    async def remember(self, user: UserId, words: str) -> str:
        """Store the words; return their key of eight hexadecimal digits. Raises RedisError."""
        words = " ".join(words.split())[:_MAX_SEARCH_CHARACTERS]
        key = hashlib.sha256(words.encode()).hexdigest()[:8]
        await self._store(of_user(user), _SEARCH_LIFETIME, {_search(user, key): words})
        return key

    async def find(self, user: UserId, key: str) -> str:
        """Return the words, or an empty string if the key is empty or forgotten. Raises RedisError."""
        found = await self.redis.get(_search(user, key)) if key else None
        return found.decode() if found else ""


class DailyNotices(RedisMemory):
    """Notices that a chat gets at most once a day."""

    async def is_first(self, chat: int, notice: str) -> bool:
        """Return whether the chat has had no such notice for a day, and note that it gets one now."""
        key = f"bot:told:{chat}:{notice}"
        results = await self._attempt(self._store(of_chat(chat), _NOTICE_LIFETIME, {key: 1}, only_new=True))
        return results is None or bool(results[0])


@dataclass(frozen=True, slots=True)
class RecentPasswords(RedisMemory):
    """Keyed digests of passwords set lately: people send one twice, as other services ask them to."""

    secret: bytes

    async def remember(self, chat: int, password: str) -> None:
        """Remember for ten minutes that this password was set in this chat."""
        values = {self._key(chat, password): 1}
        await self._attempt(self._store(of_chat(chat), _PASSWORD_LIFETIME, values))

    async def has(self, chat: int, text: str) -> bool:
        """Return whether the text, without white space around it, was set as a password lately."""
        if not 0 < len(text.strip(INVISIBLE)) <= MAX_LENGTH:
            return False
        return bool(await self._attempt(self.redis.exists(self._key(chat, text))))

    def _key(self, chat: int, password: str) -> str:
        message = f"{chat}:{password.strip(INVISIBLE)}".encode("utf-8", "surrogatepass")
        return f"bot:password:{chat}:{hmac.digest(self.secret, message, hashlib.sha256).hex()}"


class ChatMemory:
    """All kinds of memory over one Redis; `secret` is the key of the digests of passwords."""

    def __init__(self, redis: Redis, secret: bytes) -> None:
        self.cards = CardMessages(redis)
        self.states = MessageStates(redis)
        self.sending = SendingFiles(redis)
        self.searches = SearchWords(redis)
        self.daily_notices = DailyNotices(redis)
        self.passwords = RecentPasswords(redis, secret)


def _card(chat: int, key: CardKey) -> str:
    return f"bot:card:{chat}:{key}"


def _message(chat: int, message: int) -> str:
    return f"bot:card-in:{chat}:{message}"


def _state(chat: int, message: int) -> str:
    return f"bot:screen:{chat}:{message}"


def _search(user: UserId, key: str) -> str:
    return f"bot:search:{user}:{key}"


def _state_digest(text: str | None, buttons: InlineKeyboardMarkup | None) -> bytes:
    shown = (text or "") + (buttons.model_dump_json() if buttons else "")
    return hashlib.blake2b(shown.encode("utf-8", "surrogatepass"), digest_size=16).digest()
