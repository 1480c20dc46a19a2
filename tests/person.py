"""A person in the chat tests, in one of their chats."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from local.telegram import page_views
from local.telegram.events import Event
from local.telegram.forwarding import Elsewhere
from local.telegram.seat import Seat
from local.telegram.server import TelegramServer
from local.telegram.state import Chat, Kind, Message
from local.telegram.state import Person as Account
from local.telegram.text.cutting import App
from local.telegram.text.formatted import Entity, Formatted
from local.telegram.text.html_reading import read_html
from tests.chat_message import ChatMessage
from tests.inline_results import InlineResult, InlineResults


class Person:
    """What a person does is done at once; what they hear is awaited.

    Without a chat it is the one with the bot; `group[alice]` is Alice in that group.
    """

    def __init__(self, server: TelegramServer, account: Account, chat: Chat | None = None) -> None:
        self.account = account
        self._chat = chat or account
        self._world = server.world
        self._people = server.people
        self._talk = server.people.talk(account, chat)
        self._inline = server.people.inline(account, chat)
        self._events = server.world.events.listen(account.id)
        self._unheard: list[ChatMessage] = []
        self._toasts: list[str] = []
        self._offers: dict[str, InlineResults] = {}
        self._typed = 0

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def messages(self) -> list[ChatMessage]:
        """All that is visible in the chat now, oldest first."""
        return [self._view(message) for message in self._said_here.values()]

    @property
    def _said_here(self) -> dict[int, Message]:
        return self._world.state.messages.get(self._chat.id, {})

    async def says(
        self,
        text: str,
        reply_to: ChatMessage | None = None,
        entities: Iterable[Entity] = (),
        app: App = App.PHONE,
    ) -> ChatMessage:
        """The first of the messages as which the text travels, cut as that app cuts."""
        return self._said(Formatted(text, tuple(entities)), reply_to, app)

    async def says_html(self, html: str, reply_to: ChatMessage | None = None) -> ChatMessage:
        """Formatted text, written as a bot would write it: `<b>bold</b> <pre>code</pre>`."""
        return self._said(read_html(html), reply_to)

    async def says_in_parts(self, parts: Iterable[str]) -> list[ChatMessage]:
        """As an app that has cut the text itself, be it in the middle of a sign."""
        seat = Seat(self._world, self.account)
        return [self._view(seat.send(seat.new(Formatted(part)))) for part in parts]

    async def replies(self, to: ChatMessage, text: str) -> ChatMessage:
        return await self.says(text, reply_to=to)

    def _said(self, content: Formatted, reply_to: ChatMessage | None, app: App = App.PHONE) -> ChatMessage:
        return self._view(self._talk.say(content, reply_to.id if reply_to else None, app)[0])

    async def sends_file(
        self,
        name: str,
        content: bytes,
        caption: str | None = None,
        entities: Iterable[Entity] = (),
        reply_to: ChatMessage | None = None,
    ) -> ChatMessage:
        said = Formatted(caption or "", tuple(entities))
        return self._view(self._talk.send_file(name, content, said, reply_to.id if reply_to else None))

    async def sends_album(
        self, files: Sequence[tuple[str, bytes]], caption: str | None = None, captioned: int = 0
    ) -> list[ChatMessage]:
        """Files sent together; the caption is on the one of that number, because apps differ in this."""
        sent = self._talk.send_album(files, Formatted(caption or ""), captioned)
        return [self._view(message) for message in sent]

    async def forwards(self, *originals: ChatMessage | Elsewhere) -> list[ChatMessage]:
        """In one go: messages of any chat that the person is in, or made-up ones from elsewhere."""
        sent = self._talk.forward([self._original(original) for original in originals])
        return [self._view(message) for message in sent]

    def _original(self, original: ChatMessage | Elsewhere) -> Message | Elsewhere:
        if isinstance(original, Elsewhere):
            return original
        return self._world.state.messages[original.chat_id][original.id]

    async def sends_sticker(self) -> ChatMessage:
        return self._view(self._talk.send_kind(Kind.STICKER))

    async def sends_photo(self) -> ChatMessage:
        return self._view(self._talk.send_kind(Kind.PHOTO))

    async def sends_voice(self) -> ChatMessage:
        return self._view(self._talk.send_kind(Kind.VOICE))

    async def edits(self, message: ChatMessage, text: str, entities: Iterable[Entity] = ()) -> ChatMessage:
        """A text, or the caption of a file."""
        return self._view(self._talk.edit(message.id, Formatted(text, tuple(entities))))

    async def edits_html(self, message: ChatMessage, html: str) -> ChatMessage:
        return self._view(self._talk.edit(message.id, read_html(html)))

    async def presses(self, button: str, on: ChatMessage | None = None) -> None:
        """Presses the latest button whose words match, or the one on that message."""
        for message in reversed(self.messages):
            if on is not None and message.id != on.id:
                continue
            for row, buttons in enumerate(message.keyboard):
                for column, shown in enumerate(buttons):
                    if re.search(button, shown["text"]):
                        self._talk.press(message.id, row, column)
                        return
        raise AssertionError(f"{self.account.first_name} finds no button {button!r}.\n{self.transcript}")

    async def asks_inline(self, query: str, offset: str = "", within: float = 10.0) -> InlineResults:
        """Types the bot's name and the query in this chat, and waits for what it offers."""
        query_id = self._inline.ask(query, offset)
        await self._until(lambda: query_id in self._offers, f"results for {query!r}", within)
        return self._offers.pop(query_id)

    async def picks(self, result: InlineResult) -> ChatMessage:
        """The message that the result becomes in this chat."""
        return self._view(self._inline.pick(result.query_id, result.id))

    async def presses_inline_button(self, results: InlineResults) -> None:
        """The one above the results, which starts the bot in the chat with it."""
        self._inline.press_button(results.query_id)

    async def blocks_the_bot(self) -> None:
        self._people.block(self.account, blocked=True)

    async def unblocks_the_bot(self) -> None:
        self._people.block(self.account, blocked=False)

    async def hears(self, pattern: str, within: float = 10.0) -> ChatMessage:
        """The first message of the bot that was not heard yet, new or edited, whose text or link matches."""
        await self._until(lambda: any(said.matches(pattern) for said in self._unheard), pattern, within)
        heard = next(said for said in self._unheard if said.matches(pattern))
        self._unheard.remove(heard)
        return heard

    async def hears_toast(self, pattern: str, within: float = 10.0) -> str:
        """What appears for a moment after a press."""
        await self._until(lambda: any(re.search(pattern, toast) for toast in self._toasts), pattern, within)
        toast = next(toast for toast in self._toasts if re.search(pattern, toast))
        self._toasts.remove(toast)
        return toast

    async def sees_it_typing(self, within: float = 10.0) -> None:
        """The bot shows that it is at work."""
        await self._until(lambda: self._typed > 0, "typing", within)
        self._typed -= 1

    async def until(self, met: Callable[[], bool], within: float = 10.0) -> None:
        """Returns when something happens in the chat that makes it so."""
        await self._until(met, "what was to happen", within)

    async def hears_nothing_of(self, pattern: str, until: Awaitable[Any]) -> None:
        """Fails if a matching message that was not heard yet is there once `until` is done."""
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
        return self._seen(page_views.message(self._world.state, self._world.bot, message))

    def _seen(self, view: dict[str, Any]) -> ChatMessage:
        return ChatMessage(view, lambda: view["message_id"] in self._said_here)
