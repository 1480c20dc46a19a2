"""The local Telegram of the chat tests, in which people talk and the bot answers."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from local.telegram.rate_limits import UNLIMITED, Limits
from local.telegram.server import TelegramServer
from local.telegram.world import World
from tests.group import Group
from tests.person import Person as Person

TOKEN = "123456789:local-telegram-of-the-tests"


class Telegram:
    """A local Telegram on a free port; with a folder, its state survives a restart.

    Privacy mode is on by default; without it the bot receives all messages of its groups.
    """

    token = TOKEN

    def __init__(
        self, limits: Limits = UNLIMITED, folder: Path | None = None, *, privacy_mode: bool | None = None
    ) -> None:
        self.world = World(TOKEN, limits=limits, folder=folder)
        if privacy_mode is not None:
            self.world.state.privacy_mode = privacy_mode
        self.server = TelegramServer(self.world)
        self._people: dict[str, Person] = {}

    @property
    def url(self) -> str:
        return self.server.url

    def person(self, name: str, language: str = "en", username: str | None = None) -> Person:
        """Return the person of this name; the same name is the same person."""
        if name not in self._people:
            known = self.server.people.named(name)
            account = known or self.server.people.join(name, username, language)
            self._people[name] = Person(self.server, account)
        return self._people[name]

    def group(
        self, title: str, people: Sequence[Person], *, supergroup: bool = True, with_bot: bool = True
    ) -> Group:
        """Create a group by the first of the people, who adds the bot."""
        accounts = [person.account for person in people]
        made = self.server.groups.create(accounts[0], title, accounts[1:], supergroup=supergroup)
        group = Group(self.server, made, people)
        if with_bot:
            group.adds_bot(by=people[0])
        return group

    async def __aenter__(self) -> Self:
        await self.server.start()
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.server.stop()
