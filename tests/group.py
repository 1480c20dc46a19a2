"""A group in the chat tests."""

from collections.abc import Awaitable, Sequence
from typing import Any

from local.telegram.server import TelegramServer
from local.telegram.state import ADMINISTRATOR_RIGHTS
from local.telegram.state import Group as Place
from tests.chat_message import ChatMessage
from tests.patience import PATIENCE
from tests.person import Person


class Group:
    """A group; `group[alice]` is Alice in it, who says, sends, presses and hears as in her own chat."""

    def __init__(self, server: TelegramServer, place: Place, people: Sequence[Person]) -> None:
        self.place = place
        self._server = server
        self._seats = {person.id: self._seat(person) for person in people}
        self._first = people[0]

    @property
    def id(self) -> int:
        return self.place.id

    def __getitem__(self, person: Person) -> Person:
        return self._seats[person.id]

    @property
    def messages(self) -> list[ChatMessage]:
        """All messages that are not deleted, oldest first."""
        return self[self._first].messages

    async def says(self, person: Person, text: str, reply_to: ChatMessage | None = None) -> ChatMessage:
        return await self[person].says(text, reply_to)

    async def replies(self, person: Person, to: ChatMessage, text: str) -> ChatMessage:
        return await self[person].replies(to, text)

    async def hears(self, pattern: str, within: float = PATIENCE) -> ChatMessage:
        """Wait for a message of the bot, as the group's creator sees it."""
        return await self[self._first].hears(pattern, within)

    async def hears_nothing_of(self, pattern: str, until: Awaitable[Any]) -> None:
        await self[self._first].hears_nothing_of(pattern, until)

    def adds(self, somebody: Person, by: Person) -> None:
        self._server.groups.add(self.place, by.account, somebody.id)
        self._seats[somebody.id] = self._seat(somebody)

    def removes(self, somebody: Person, by: Person) -> None:
        """Remove a member; one who removes themselves leaves."""
        self._server.groups.remove(self.place, by.account, somebody.id)

    def adds_bot(self, by: Person | None = None) -> None:
        self._server.groups.add(self.place, (by or self._first).account, self._bot_id)

    def removes_bot(self, by: Person | None = None) -> None:
        self._server.groups.remove(self.place, (by or self._first).account, self._bot_id)

    def promotes_bot(self, *rights: str) -> None:
        """Make the bot an administrator with these rights, by default with all."""
        self._promote(self._bot_id, rights)

    def promotes(self, somebody: Person, *rights: str, anonymous: bool = False) -> None:
        self._promote(somebody.id, rights, anonymous=anonymous)

    def _promote(self, user_id: int, rights: Sequence[str], *, anonymous: bool = False) -> None:
        groups, maker = self._server.groups, self._first.account
        groups.promote(self.place, maker, user_id, rights or ADMINISTRATOR_RIGHTS, anonymous=anonymous)

    def upgraded(self) -> "Group":
        """Upgrade a basic group and return the supergroup."""
        new = self._server.groups.upgrade(self.place, self._first.account)
        return Group(self._server, new, list(self._seats.values()))

    @property
    def _bot_id(self) -> int:
        return int(self._server.world.bot["id"])

    def _seat(self, person: Person) -> Person:
        return Person(self._server, person.account, self.place)
