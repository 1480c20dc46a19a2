"""A person in the chat tests, in one of their chats."""

import re
from collections.abc import Iterable, Sequence

from local.telegram.author import Author
from local.telegram.forwarding import ExternalMessage
from local.telegram.server import TelegramServer
from local.telegram.state import Chat, Kind, Message
from local.telegram.state import Person as Account
from local.telegram.text.formatted import Entity, Formatted
from local.telegram.text.html_reading import read_html
from local.telegram.text.splitting import App
from tests.chat_message import ChatMessage
from tests.inline_results import InlineResult, InlineResults
from tests.listener import Listener
from tests.patience import PATIENCE


class Person(Listener):
    """A person in one chat: actions take effect at once, messages of the bot are awaited.

    Without a chat it is the private one with the bot; `group[alice]` is Alice in that group.
    """

    def __init__(self, server: TelegramServer, account: Account, chat: Chat | None = None) -> None:
        super().__init__(server, account, chat or account)
        self._people = server.people
        self._participant = server.people.participant(account, chat)
        self._inline = server.people.inline(account, chat)

    @property
    def id(self) -> int:
        return self.account.id

    async def says(
        self,
        text: str,
        reply_to: ChatMessage | None = None,
        entities: Iterable[Entity] = (),
        app: App = App.PHONE,
    ) -> ChatMessage:
        """Send a text and return its first message; a long text is split as `app` does it."""
        return self._said(Formatted(text, tuple(entities)), reply_to, app)

    async def says_html(self, html: str, reply_to: ChatMessage | None = None) -> ChatMessage:
        """Send formatted text, written as HTML: `<b>bold</b> <pre>code</pre>`."""
        return self._said(read_html(html), reply_to)

    async def says_in_parts(self, parts: Iterable[str]) -> list[ChatMessage]:
        """Send parts that an app has split itself, possibly inside of a character."""
        author = Author(self._world, self.account)
        return [self._view(author.send(author.new(Formatted(part)))) for part in parts]

    async def replies(self, to: ChatMessage, text: str) -> ChatMessage:
        return await self.says(text, reply_to=to)

    def _said(self, content: Formatted, reply_to: ChatMessage | None, app: App = App.PHONE) -> ChatMessage:
        return self._view(self._participant.say(content, reply_to.id if reply_to else None, app)[0])

    async def sends_file(
        self,
        name: str,
        content: bytes,
        caption: str | None = None,
        entities: Iterable[Entity] = (),
        reply_to: ChatMessage | None = None,
    ) -> ChatMessage:
        said = Formatted(caption or "", tuple(entities))
        return self._view(self._participant.send_file(name, content, said, reply_to.id if reply_to else None))

    async def sends_album(
        self, files: Sequence[tuple[str, bytes]], caption: str | None = None, captioned: int = 0
    ) -> list[ChatMessage]:
        """Send files together; the one at index `captioned` has the caption, because apps differ in this."""
        sent = self._participant.send_album(files, Formatted(caption or ""), captioned)
        return [self._view(message) for message in sent]

    async def forwards(self, *originals: ChatMessage | ExternalMessage) -> list[ChatMessage]:
        """Forward messages at once, of the person's chats or from outside of this Telegram."""
        sent = self._participant.forward([self._original(original) for original in originals])
        return [self._view(message) for message in sent]

    def _original(self, original: ChatMessage | ExternalMessage) -> Message | ExternalMessage:
        if isinstance(original, ExternalMessage):
            return original
        return self._world.state.messages[original.chat_id][original.id]

    async def sends_sticker(self) -> ChatMessage:
        return self._view(self._participant.send_kind(Kind.STICKER))

    async def sends_photo(self, caption: str = "") -> ChatMessage:
        """Send a photo with an HTML caption."""
        return self._view(self._participant.send_kind(Kind.PHOTO, read_html(caption)))

    async def sends_voice(self) -> ChatMessage:
        return self._view(self._participant.send_kind(Kind.VOICE))

    async def edits(self, message: ChatMessage, text: str, entities: Iterable[Entity] = ()) -> ChatMessage:
        """Edit a text, or the caption of a file."""
        return self._view(self._participant.edit(message.id, Formatted(text, tuple(entities))))

    async def edits_html(self, message: ChatMessage, html: str) -> ChatMessage:
        return self._view(self._participant.edit(message.id, read_html(html)))

    async def presses(self, button: str, on: ChatMessage | None = None) -> None:
        """Press the latest button whose label matches, or that of the message `on`."""
        for message in reversed(self.messages):
            if on is not None and message.id != on.id:
                continue
            for row, buttons in enumerate(message.keyboard):
                for column, shown in enumerate(buttons):
                    if re.search(button, shown["text"]):
                        self._participant.press(message.id, row, column)
                        return
        raise AssertionError(f"{self.account.first_name} finds no button {button!r}.\n{self.transcript}")

    async def asks_inline(self, query: str, offset: str = "", within: float = PATIENCE) -> InlineResults:
        """Type the bot's username and a query in this chat, and wait for the results."""
        query_id = self._inline.ask(query, offset)
        await self._until(lambda: query_id in self._offers, f"results for {query!r}", within)
        return self._offers.pop(query_id)

    async def picks(self, result: InlineResult) -> ChatMessage:
        """Pick a result and return the message that it becomes."""
        return self._view(self._inline.pick(result.query_id, result.id))

    async def presses_inline_button(self, results: InlineResults) -> None:
        """Press the button above the results, which starts the bot in the private chat."""
        self._inline.press_button(results.query_id)

    async def blocks_the_bot(self) -> None:
        self._people.block(self.account, blocked=True)

    async def unblocks_the_bot(self) -> None:
        self._people.block(self.account, blocked=False)
