"""The world of one bot: everything that is true in the local Telegram, and who is told when it changes."""

import secrets
import time
from collections.abc import Callable
from pathlib import Path

from local.telegram import api_json, command_menus, page_json
from local.telegram.errors import Json, bad_request, blocked, forbidden, upgraded
from local.telegram.events import Events
from local.telegram.faults import Faults
from local.telegram.files import Files
from local.telegram.inline_answers import Offers
from local.telegram.presence import Presence
from local.telegram.queries import Queries
from local.telegram.rate_limits import Limits, Pace
from local.telegram.snapshot import Snapshot
from local.telegram.state import Chat, Group, Member, Message, Person, State, Status, StoredFile
from local.telegram.updates import Updates

FIRST_NAME = "Postebin"
USERNAME = "postebin_bot"
# No id is longer: Telegram's have at most 52 significant bits.
_DIGITS = 20


class World:
    """`clock` gives Unix seconds. With a `folder` the state survives a restart, else it is in memory only."""

    def __init__(
        self,
        token: str,
        *,
        limits: Limits | None = None,
        folder: Path | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.clock = clock
        self.snapshot = Snapshot(folder / "state.json") if folder else None
        self.state = self.snapshot.load() if self.snapshot else State()
        self.files = Files(folder / "files" if folder else None)
        self.events = Events()
        self.faults = Faults()
        self.queries = Queries(clock)
        self.offers = Offers(lambda: self.clock())
        self.presence = Presence(self._tell_everybody)
        self.updates = Updates(self.state, self.presence)
        self.pace = Pace(limits or Limits(), clock)

    @property
    def bot(self) -> Json:
        bot_id = int(self.token.partition(":")[0])
        return {"id": bot_id, "is_bot": True, "first_name": FIRST_NAME, "username": USERNAME}

    @property
    def now(self) -> int:
        return int(self.clock())

    def touch(self) -> None:
        """Something changed that a restart must not undo."""
        if self.snapshot is not None:
            self.snapshot.touch()

    def chat(self, chat_id: int | str) -> Chat:
        """The person or the group that the bot may write to; raises Refused."""
        number = int(chat_id) if _is_number(chat_id) else 0
        if (group := self.state.groups.get(number)) is not None:
            return self._joined(group)
        person = self.state.people.get(number)
        if person is None or not person.started:
            raise bad_request("chat not found")
        if person.blocked:
            raise blocked()
        return person

    def _joined(self, group: Group) -> Group:
        if group.migrated_to is not None:
            raise upgraded(group.migrated_to)
        if (member := group.members.get(self.bot["id"])) is None:
            raise bad_request("chat not found")
        kind = api_json.chat(group)["type"]
        if member.status is Status.LEFT:
            raise forbidden(f"bot is not a member of the {kind} chat")
        if member.status is Status.KICKED:
            raise forbidden(f"bot was kicked from the {kind} chat")
        return group

    def user(self, user_id: int) -> Json:
        """A person, or the bot itself."""
        return self.bot if user_id == self.bot["id"] else api_json.user(self.state.people[user_id])

    def message(self, chat: Chat, message_id: int | None) -> Message | None:
        return self.state.messages.get(chat.id, {}).get(message_id or 0)

    def inline_message(self, inline_id: str) -> Message | None:
        """One that a person sent by picking a result, wherever that was."""
        chat_id, message_id = self.state.inline_messages.get(inline_id, (0, 0))
        return self.state.messages.get(chat_id, {}).get(message_id)

    def take_message_id(self, chat: Chat) -> int:
        """Supergroups count for themselves; private chats and basic groups share the bot's own count."""
        counted = chat if isinstance(chat, Group) and chat.supergroup else self.state
        counted.next_message_id += 1
        return counted.next_message_id - 1

    def take_album_id(self) -> str:
        """Telegram Bot API, Message.media_group_id: no meaning, and the same in one album."""
        return str(10**16 + secrets.randbits(52))

    def store(self, file: StoredFile) -> StoredFile:
        self.state.files[file.file_id] = file
        return file

    def add(self, message: Message) -> None:
        self.state.messages.setdefault(message.chat_id, {})[message.message_id] = message
        self._show("message", message)

    def show_edited(self, message: Message) -> None:
        self._show("edited", message)

    def remove(self, message: Message) -> None:
        del self.state.messages[message.chat_id][message.message_id]
        self.publish(
            message.chat_id, "deleted", {"chat_id": message.chat_id, "message_id": message.message_id}
        )

    def render(self, message: Message) -> Json:
        return api_json.message(self.state, self.bot, message)

    def _show(self, name: str, message: Message) -> None:
        self.publish(message.chat_id, name, page_json.message(self.state, self.bot, message))

    def publish(self, chat_id: int, name: str, data: Json) -> None:
        """Everybody in the chat sees it."""
        group = self.state.groups.get(chat_id)
        for person_id in group.present if group else [chat_id]:
            self.events.publish(person_id, name, data)

    def show_group(self, group: Group) -> None:
        self.publish(group.id, "group", page_json.group(self.state, self.bot, group))

    def show_menus(self, person: Person) -> None:
        """The commands that the person is offered, in each of their chats."""
        for group in (None, *self.state.groups_of(person)):
            menu = command_menus.for_person(self.state, person, group)
            told = {"chat_id": group.id if group else person.id, "commands": menu}
            self.events.publish(person.id, "commands", told)

    def change_member(self, group: Group, by: Json, user_id: int, new: Member) -> None:
        """Tells the bot, of itself always and of others as far as it runs the group and asks to know."""
        old = group.members.get(user_id, Member(Status.LEFT))
        group.members[user_id] = new
        user = self.user(user_id)
        is_bot = user_id == self.bot["id"]
        if is_bot or group.may(self.bot["id"], "can_manage_chat"):
            told = {"chat": api_json.chat(group), "from": by, "date": self.now}
            change = {
                "old_chat_member": api_json.chat_member(user, old),
                "new_chat_member": api_json.chat_member(user, new),
            }
            self.updates.put("my_chat_member" if is_bot else "chat_member", told | change)
        self.show_group(group)
        if user_id in group.present and not is_bot:
            self.show_menus(self.state.people[user_id])
        self.touch()

    def _tell_everybody(self) -> None:
        for person in self.state.people.values():
            if self.events.somebody_listens(person.id):
                self.events.publish(person.id, "snapshot", self.view(person))

    def view(self, person: Person) -> Json:
        """All that a person sees on opening the chat."""
        return page_json.snapshot(self.state, self.bot, person, offline=not self.presence.online)


def _is_number(chat_id: int | str) -> bool:
    return isinstance(chat_id, int) or (chat_id.removeprefix("-").isdecimal() and len(chat_id) < _DIGITS)
