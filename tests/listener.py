"""What a person sees in one chat; the base class of a person in the chat tests."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from local.telegram import page_json
from local.telegram.events import Event
from local.telegram.server import TelegramServer
from local.telegram.state import Chat, Message
from local.telegram.state import Person as Account
from tests.chat_message import ChatMessage
from tests.inline_results import InlineResults
from tests.patience import PATIENCE


class Listener:
    """Follows a chat from now on and returns each message once."""

    def __init__(self, server: TelegramServer, account: Account, chat: Chat) -> None:
        self.account = account
        self._chat = chat
        self._world = server.world
        self._events = server.world.events.subscribe(account.id)
        self._unheard: list[ChatMessage] = []
        self._toasts: list[str] = []
        self._offers: dict[str, InlineResults] = {}
        self._typed = 0

    @property
    def messages(self) -> list[ChatMessage]:
        """All visible messages of the chat, oldest first."""
        return [self._view(message) for message in self._said_here.values()]

    @property
    def _said_here(self) -> dict[int, Message]:
        return self._world.state.messages.get(self._chat.id, {})

    async def hears(self, pattern: str, within: float = PATIENCE) -> ChatMessage:
        """Wait for the next new or edited message of the bot whose text or link matches."""
        await self._until(lambda: any(said.matches(pattern) for said in self._unheard), pattern, within)
        heard = next(said for said in self._unheard if said.matches(pattern))
        self._unheard.remove(heard)
        return heard

    async def hears_toast(self, pattern: str, within: float = PATIENCE) -> str:
        """Wait for the notice after a press on a button."""
        await self._until(lambda: any(re.search(pattern, toast) for toast in self._toasts), pattern, within)
        toast = next(toast for toast in self._toasts if re.search(pattern, toast))
        self._toasts.remove(toast)
        return toast

    async def sees_it_typing(self, within: float = PATIENCE) -> None:
        """Wait for a chat action of the bot."""
        await self._until(lambda: self._typed > 0, "typing", within)
        self._typed -= 1

    async def until(self, met: Callable[[], bool], within: float = PATIENCE) -> None:
        """Wait until the condition holds; it is checked at each event of the chat."""
        await self._until(met, "what was to happen", within)

    async def hears_nothing_of(self, pattern: str, until: Awaitable[Any]) -> None:
        """Raise AssertionError if a matching message has arrived when `until` is done."""
        await until
        while not self._events.empty():
            self._take(self._events.get_nowait())
        assert not any(said.matches(pattern) for said in self._unheard), self.transcript

    @property
    def transcript(self) -> str:
        return "\n".join([f"The chat of {self.account.first_name}:", *map(str, self.messages)])

    async def _until(self, done: Callable[[], bool], pattern: str, within: float) -> None:
        try:
            async with asyncio.timeout(within):
                while not done():
                    self._take(await self._events.get())
        except TimeoutError:
            raise AssertionError(f"nothing like {pattern!r} in {within} s.\n{self.transcript}") from None

    def _take(self, event: Event | None) -> None:
        if event is None:
            raise AssertionError(f"the local Telegram has stopped.\n{self.transcript}")
        here = event.data.get("chat_id") == self._chat.id
        if here and event.name in ("message", "edited") and event.data["from_bot"]:
            self._unheard.append(self._seen(event.data))
        elif here and event.name == "toast" and event.data["text"]:
            self._toasts.append(event.data["text"])
        elif here and event.name == "action":
            self._typed += 1
        elif event.name == "inline_results":
            self._offers[event.data["inline_query_id"]] = InlineResults(event.data)

    def _view(self, message: Message) -> ChatMessage:
        return self._seen(page_json.message(self._world.state, self._world.bot, message))

    def _seen(self, view: dict[str, Any]) -> ChatMessage:
        return ChatMessage(view, lambda: view["message_id"] in self._said_here)
