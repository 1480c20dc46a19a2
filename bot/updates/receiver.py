"""Receiving updates from polling or the webhook: they are stored before Telegram gets a confirmation."""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeGuard
from uuid import uuid4

import structlog
from aiogram.methods import SendMessage

from bot.context import AppContext
from bot.outbox.replies import outbox_rows
from bot.phrases import words_in
from bot.queue_worker import QueueWorker
from kernel.chats.inbox import Inbox, ReceivedUpdate, WaitingChat
from kernel.chats.outbox import ChatReplies, Outbox
from kernel.chats.queue import AddedItems
from kernel.database import is_data_refused

RawUpdate = Mapping[str, Any]
# Telegram's updates have some kilobytes (Bot API: a text has 4,096 characters).
_MAX_JSON_CHARACTERS: Final = 1_000_000
_RETRY_DELAY_SECONDS: Final = 0.5
# A chat gets the notice of too many waiting updates at most once in this time.
_NOTICE_INTERVAL_SECONDS: Final = 3600.0
_MAX_CHATS: Final = 10_000
# Telegram's ids have at most 52 significant bits; this is the limit of Postgres.
_MAX_ID: Final = 2**63 - 1
_log = structlog.get_logger(__name__)


class Receiver:
    """Stores updates in the inbox and hands their chats to the worker."""

    def __init__(
        self,
        app: AppContext,
        bot_id: int,
        inbox: QueueWorker[WaitingChat],
        outbox: QueueWorker[ChatReplies],
    ) -> None:
        self._app = app
        self._bot_id = bot_id
        self._inbox = inbox
        self._outbox = outbox
        self._noticed_at: dict[int, float] = {}

    async def receive_with_retries(self, updates: Sequence[RawUpdate]) -> None:
        """Store updates, and wait for Postgres if need be; an update that Postgres refuses is logged only."""
        while True:
            try:
                return await self.receive(updates)
            except Exception as fault:
                if is_data_refused(fault):
                    return await self._receive_each(updates, fault)
                _log.warning("database_unavailable", delay=_RETRY_DELAY_SECONDS, fault=repr(fault))
            await asyncio.sleep(_RETRY_DELAY_SECONDS)

    async def _receive_each(self, updates: Sequence[RawUpdate], fault: Exception) -> None:
        if len(updates) == 1:
            _log.error("update_not_stored", update=updates[0].get("update_id"), exc_info=fault)
            return
        for one in updates:
            await self.receive_with_retries([one])

    async def receive(self, updates: Sequence[RawUpdate]) -> None:
        """Store updates durably, except those without an id; send notices to chats in which too many wait.

        Raises what Postgres raises while it is unavailable.
        """
        received = list(_storable(updates))
        if not received:
            return
        token = uuid4() if self._inbox.has_room else None
        async with self._app.sessions.begin() as session:
            chats, claimed = await Inbox(session, self._bot_id).add(received, token)
        self._inbox.offer(claimed)
        if len(claimed) < len(chats):
            self._inbox.wake()
        await self._send(self._notices(updates, chats))

    async def _send(self, notices: Sequence[SendMessage]) -> None:
        """Store the notices in another transaction: workers lock outbox and inbox in the other order."""
        if notices:
            async with self._app.sessions.begin() as session:
                await Outbox(session, self._bot_id).add(outbox_rows(notices))
            self._outbox.wake()

    def _notices(self, updates: Sequence[RawUpdate], chats: Mapping[int, AddedItems]) -> list[SendMessage]:
        """Return a notice for each chat in which too many updates have begun to wait."""
        most = self._app.limits.limit_waiting_updates
        full = [chat for chat, announced in chats.items() if chat > 0 and announced.waiting > most]
        if not full:
            return []
        languages = {chat_of(one): _language_in(one) for one in updates}
        return [
            SendMessage(chat_id=chat, text=words_in(languages.get(chat))("inbox.many", count=most))
            for chat in full
            if chats[chat].waiting - chats[chat].count <= most and self._needs_notice(chat)
        ]

    def _needs_notice(self, chat: int) -> bool:
        """Return whether the chat has had no notice for a while; the next one is not due for as long."""
        now = asyncio.get_running_loop().time()
        is_due = now - self._noticed_at.get(chat, -_NOTICE_INTERVAL_SECONDS) >= _NOTICE_INTERVAL_SECONDS
        if is_due:
            if len(self._noticed_at) >= _MAX_CHATS:
                self._noticed_at.clear()
            self._noticed_at[chat] = now
        return is_due


def chat_of(raw: RawUpdate) -> int:
    """Return the id of the chat in whose order the update is handled, else of its sender, else 0."""
    for part in raw.values():
        if isinstance(part, Mapping):
            for place in (part.get("chat"), part.get("from"), part.get("user")):
                if isinstance(place, Mapping) and _is_id(chat_id := place.get("id")):
                    return chat_id
    return 0


def update_id_in(raw: RawUpdate) -> int | None:
    """Return the update's id; None if it has none by which it could be stored or confirmed."""
    update_id = raw.get("update_id")
    return update_id if _is_id(update_id) else None


def _storable(updates: Iterable[RawUpdate]) -> Iterable[ReceivedUpdate]:
    """Yield the updates that have an id."""
    for one in updates:
        update_id = update_id_in(one)
        if update_id is not None:
            yield ReceivedUpdate(update_id, chat_of(one), _payload(one))


def _is_id(value: object) -> TypeGuard[int]:
    return type(value) is int and abs(value) <= _MAX_ID


def _payload(raw: RawUpdate) -> str:
    """Return the update as JSON; if it is too large, only its chat and sender, who gets a reply."""
    payload = json.dumps(raw, separators=(",", ":"))
    if len(payload) <= _MAX_JSON_CHARACTERS:
        return payload
    _log.error("update_too_large", update=raw.get("update_id"), length=len(payload))
    message = raw.get("message")
    fields = message if isinstance(message, Mapping) else {}
    sender = {name: fields[name] for name in ("chat", "from") if name in fields}
    return json.dumps({"update_id": raw.get("update_id"), "message": sender})


def _language_in(raw: RawUpdate) -> str | None:
    for part in raw.values():
        person = part.get("from") if isinstance(part, Mapping) else None
        if isinstance(person, Mapping) and isinstance(person.get("language_code"), str):
            return str(person["language_code"])
    return None
