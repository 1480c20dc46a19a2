"""Stores what Telegram sends before anything else is done with it; then Telegram may forget it."""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeGuard
from uuid import uuid4

import structlog
from aiogram.methods import SendMessage

from bot.context import House
from bot.outbox.replies import stored
from bot.phrases import words_in
from bot.queue_worker import QueueWorker
from kernel.chats.inbox import Inbox, ReceivedUpdate, WaitingChat
from kernel.chats.outbox import ChatReplies, Outbox
from kernel.chats.queue import AnnouncedChat
from kernel.database import is_data_refused

RawUpdate = Mapping[str, Any]
# Telegram's own are some kilobytes (Bot API: a text has 4,096 characters).
_LARGEST: Final = 1_000_000  # characters of JSON
_AGAIN: Final = 0.5  # seconds
# Who has been told that much of theirs waits is not told again for so long.
_TOLD_FOR: Final = 3600.0  # seconds
_REMEMBERED: Final = 10_000  # chats
# Of Telegram's numbers, which have at most 52 significant bits; Postgres has no room for larger ones.
_LARGEST_NUMBER: Final = 2**63 - 1
_log = structlog.get_logger(__name__)


class Receiver:
    def __init__(
        self,
        house: House,
        bot_id: int,
        inbox: QueueWorker[WaitingChat],
        outbox: QueueWorker[ChatReplies],
    ) -> None:
        self._house = house
        self._bot_id = bot_id
        self._inbox = inbox
        self._outbox = outbox
        self._told: dict[int, float] = {}

    async def receive_patiently(self, told: Sequence[RawUpdate]) -> None:
        """Until they are stored: while Postgres is away, they wait. What it never takes costs no other."""
        while True:
            try:
                return await self.receive(told)
            except Exception as fault:
                if is_data_refused(fault):
                    return await self._receive_each(told, fault)
                _log.warning("no database, trying again", wait=_AGAIN, fault=repr(fault))
            await asyncio.sleep(_AGAIN)

    async def _receive_each(self, told: Sequence[RawUpdate], fault: Exception) -> None:
        if len(told) == 1:
            _log.error("update not stored", update=told[0].get("update_id"), exc_info=fault)
            return
        for one in told:
            await self.receive_patiently([one])

    async def receive(self, told: Sequence[RawUpdate]) -> None:
        """Durable when it returns. Raises what is raised while Postgres is away."""
        received = list(_received(told))
        if not received:
            return
        token = uuid4() if self._inbox.has_room else None
        async with self._house.sessions.begin() as session:
            chats, claimed = await Inbox(session, self._bot_id).add(received, token)
        self._inbox.offer(claimed)
        if len(claimed) < len(chats):
            self._inbox.wake()
        await self._tell(self._notices(told, chats))

    async def _tell(self, notices: Sequence[SendMessage]) -> None:
        """In a transaction of its own, for workers lock inbox and outbox in the other order."""
        if notices:
            async with self._house.sessions.begin() as session:
                await Outbox(session, self._bot_id).add(stored(notices))
            self._outbox.wake()

    def _notices(self, told: Sequence[RawUpdate], chats: Mapping[int, AnnouncedChat]) -> list[SendMessage]:
        """One for each chat in which more waits than one person's should, as soon as it does."""
        most = self._house.limits.limit_waiting_updates
        full = [chat for chat, known in chats.items() if chat > 0 and known.waiting > most]
        if not full:
            return []
        languages = {chat_of(one): _language_in(one) for one in told}
        return [
            SendMessage(chat_id=chat, text=words_in(languages.get(chat))("inbox.many", count=most))
            for chat in full
            if chats[chat].waiting - chats[chat].new <= most and self._is_first(chat)
        ]

    def _is_first(self, chat: int) -> bool:
        now = asyncio.get_running_loop().time()
        is_first = now - self._told.get(chat, -_TOLD_FOR) >= _TOLD_FOR
        if len(self._told) >= _REMEMBERED:
            self._told.clear()
        self._told[chat] = now
        return is_first


def chat_of(told: RawUpdate) -> int:
    """The chat in which an update happened, in whose order it is handled; else its person. 0 for others."""
    for part in told.values():
        if isinstance(part, Mapping):
            for place in (part.get("chat"), part.get("from"), part.get("user")):
                if isinstance(place, Mapping) and _is_number(number := place.get("id")):
                    return number
    return 0


def number_of(told: RawUpdate) -> int | None:
    """None where it has no number by which it could be stored or confirmed."""
    number = told.get("update_id")
    return number if _is_number(number) else None


def _received(told: Iterable[RawUpdate]) -> Iterable[ReceivedUpdate]:
    for one in told:
        number = number_of(one)
        if number is not None:
            yield ReceivedUpdate(number, chat_of(one), _payload(one))


def _is_number(value: object) -> TypeGuard[int]:
    return type(value) is int and abs(value) <= _LARGEST_NUMBER


def _payload(told: RawUpdate) -> str:
    """Of what is far too large only who sent it, so that they can be told."""
    payload = json.dumps(told, separators=(",", ":"))
    if len(payload) <= _LARGEST:
        return payload
    _log.error("update too large", update=told.get("update_id"), length=len(payload))
    message = told.get("message")
    known = message if isinstance(message, Mapping) else {}
    sender = {name: known[name] for name in ("chat", "from") if name in known}
    return json.dumps({"update_id": told.get("update_id"), "message": sender})


def _language_in(told: RawUpdate) -> str | None:
    for part in told.values():
        person = part.get("from") if isinstance(part, Mapping) else None
        if isinstance(person, Mapping) and isinstance(person.get("language_code"), str):
            return str(person["language_code"])
    return None
