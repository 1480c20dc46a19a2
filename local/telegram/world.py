"""One bot's Telegram: its state, and the events and updates that follow from each change."""

import secrets
import time
from collections.abc import Callable
from pathlib import Path

from local.telegram import api_json, command_menus, page_json
from local.telegram.errors import bad_request, blocked, forbidden, upgraded
from local.telegram.events import Events
from local.telegram.faults import Faults
from local.telegram.files import Files
from local.telegram.inline_answers import InlineAnswers
from local.telegram.json_values import Json
from local.telegram.presence import Presence
from local.telegram.queries import Queries
from local.telegram.rate_limits import Limits, RateLimiter
from local.telegram.snapshot import Snapshot
from local.telegram.state import Chat, Group, Member, Message, Person, State, Status, StoredFile
from local.telegram.updates import Updates

FIRST_NAME = "Postebin"
USERNAME = "postebin_bot"
# Telegram's ids have at most 52 significant bits.
_ID_DIGITS = 20


class World:
    """The state of the local Telegram, and the operations that all methods and people's actions share.

    `clock` returns Unix seconds. With a `folder` the state survives a restart.
    """

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
        self.inline_answers = InlineAnswers(lambda: self.clock())
        self.presence = Presence(self._publish_snapshots)
        self.updates = Updates(self.state, self.presence)
        self.rate_limiter = RateLimiter(limits or Limits(), clock)

    @property
    def bot(self) -> Json:
        bot_id = int(self.token.partition(":")[0])
        return {"id": bot_id, "is_bot": True, "first_name": FIRST_NAME, "username": USERNAME}

    @property
    def now(self) -> int:
        return int(self.clock())

    def touch(self) -> None:
        """Have the state saved soon, because it has changed."""
        if self.snapshot is not None:
            self.snapshot.touch()

    def chat(self, chat_id: int | str) -> Chat:
        """Return the person or group that the bot may write to. Raises BotApiError."""
        number = int(chat_id) if _is_number(chat_id) else 0
        if (group := self.state.groups.get(number)) is not None:
            return self._check_member(group)
        person = self.state.people.get(number)
        if person is None or not person.started:
            raise bad_request("chat not found")
        if person.blocked:
            raise blocked()
        return person

    def _check_member(self, group: Group) -> Group:
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
        """Return the User object of a person or of the bot."""
        return self.bot if user_id == self.bot["id"] else api_json.user(self.state.people[user_id])

    def message(self, chat: Chat, message_id: int | None) -> Message | None:
        """Return a message of the chat, if there is one with this id."""
        return self.state.messages.get(chat.id, {}).get(message_id or 0)

    def inline_message(self, inline_id: str) -> Message | None:
        """Return a message that a person sent inline, in any chat."""
        chat_id, message_id = self.state.inline_messages.get(inline_id, (0, 0))
        return self.state.messages.get(chat_id, {}).get(message_id)

    def take_message_id(self, chat: Chat) -> int:
        """Return the next id: each supergroup has its own sequence, all other chats share one."""
        counted = chat if isinstance(chat, Group) and chat.supergroup else self.state
        counted.next_message_id += 1
        return counted.next_message_id - 1

    def new_media_group_id(self) -> str:
        """Return a random id for one album. Telegram Bot API, Message.media_group_id."""
        return str(10**16 + secrets.randbits(52))

    def store(self, file: StoredFile) -> StoredFile:
        """Add a file to the state, so that its id can be used. Return it."""
        self.state.files[file.file_id] = file
        return file

    def add(self, message: Message) -> None:
        """Add a message to its chat, and show it on the chat page. The bot gets no update."""
        self.state.messages.setdefault(message.chat_id, {})[message.message_id] = message
        self._publish_message("message", message)

    def publish_edited(self, message: Message) -> None:
        self._publish_message("edited", message)

    def remove(self, message: Message) -> None:
        """Delete a message from its chat and from the chat page."""
        del self.state.messages[message.chat_id][message.message_id]
        self.publish(
            message.chat_id, "deleted", {"chat_id": message.chat_id, "message_id": message.message_id}
        )

    def render(self, message: Message) -> Json:
        """Return the message as the Bot API's JSON."""
        return api_json.message(self.state, self.bot, message)

    def _publish_message(self, name: str, message: Message) -> None:
        self.publish(message.chat_id, name, page_json.message(self.state, self.bot, message))

    def publish(self, chat_id: int, name: str, data: Json) -> None:
        """Publish an event for the chat pages of all people in the chat."""
        group = self.state.groups.get(chat_id)
        for person_id in group.present if group else [chat_id]:
            self.events.publish(person_id, name, data)

    def publish_group(self, group: Group) -> None:
        self.publish(group.id, "group", page_json.group(self.state, self.bot, group))

    def publish_command_menus(self, person: Person) -> None:
        """Publish the command menu of each of the person's chats."""
        for group in (None, *self.state.groups_of(person)):
            menu = command_menus.for_person(self.state, person, group)
            data = {"chat_id": group.id if group else person.id, "commands": menu}
            self.events.publish(person.id, "commands", data)

    def change_member(self, group: Group, by: Json, user_id: int, new: Member) -> None:
        """Set a member of a group, and queue an update for the bot.

        The bot gets updates about itself, and as an administrator also about others.
        """
        old = group.members.get(user_id, Member(Status.LEFT))
        group.members[user_id] = new
        user = self.user(user_id)
        is_bot = user_id == self.bot["id"]
        if is_bot or group.has_right(self.bot["id"], "can_manage_chat"):
            update = {"chat": api_json.chat(group), "from": by, "date": self.now}
            change = {
                "old_chat_member": api_json.chat_member(user, old),
                "new_chat_member": api_json.chat_member(user, new),
            }
            self.updates.put("my_chat_member" if is_bot else "chat_member", update | change)
        self.publish_group(group)
        if user_id in group.present and not is_bot:
            self.publish_command_menus(self.state.people[user_id])
        self.touch()

    def _publish_snapshots(self) -> None:
        for person in self.state.people.values():
            if self.events.has_subscribers(person.id):
                self.events.publish(person.id, "snapshot", self.page_snapshot(person))

    def page_snapshot(self, person: Person) -> Json:
        """Return all that the chat page shows to a person when it opens."""
        return page_json.snapshot(self.state, self.bot, person, offline=not self.presence.online)


def _is_number(chat_id: int | str) -> bool:
    return isinstance(chat_id, int) or (chat_id.removeprefix("-").isdecimal() and len(chat_id) < _ID_DIGITS)
