"""The state that survives a restart: people, chats, messages, files, pending updates, the bot's settings.

Its field names are those of `state.json`.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from local.telegram.json_values import Json
from local.telegram.text.formatted import Entity, Formatted

# User ids have up to 52 significant bits (Telegram Bot API, User.id): these do not fit into 32.
FIRST_PERSON_ID = 5_000_000_001
# Telegram Bot API, Update.update_id: starts from some positive number.
FIRST_UPDATE_ID = 100_000_001

# Telegram Bot API, ChatMemberAdministrator, as far as groups know them.
ADMINISTRATOR_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
    "can_manage_topics",
    "can_manage_tags",
)


class Kind(StrEnum):
    """Media of a message that is neither a text nor a document."""

    STICKER = "sticker"
    PHOTO = "photo"
    VOICE = "voice"


@dataclass(slots=True)
class Person:
    """A user of the local Telegram, and their private chat with the bot, which has the same id.

    `blocked`: they have blocked the bot; `started`: they have written to it, so it may write to them.
    """

    id: int
    first_name: str
    username: str | None = None
    language_code: str = "en"
    blocked: bool = False
    started: bool = False


class Status(StrEnum):
    """Telegram Bot API, ChatMember."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a group. `rights` are an administrator's; an `anonymous` one writes as the group."""

    status: Status = Status.MEMBER
    rights: tuple[str, ...] = ()
    anonymous: bool = False


@dataclass(slots=True)
class Group:
    """A group or supergroup. `members` has people and the bot by id, also those who have left.

    `migrated_to` is the id of the supergroup that it was upgraded to.
    """

    id: int
    title: str
    supergroup: bool = True
    members: dict[int, Member] = field(default_factory=dict)
    next_message_id: int = 1
    migrated_to: int | None = None

    @property
    def present(self) -> list[int]:
        """The ids of the members who have not left and were not removed."""
        gone = (Status.LEFT, Status.KICKED)
        return [user_id for user_id, member in self.members.items() if member.status not in gone]

    @property
    def administrators(self) -> list[int]:
        """Ids of the present creator and administrators."""
        statuses = (Status.CREATOR, Status.ADMINISTRATOR)
        return [user_id for user_id, member in self.members.items() if member.status in statuses]

    def has_right(self, user_id: int, right: str) -> bool:
        member = self.members.get(user_id)
        return member is not None and (member.status is Status.CREATOR or right in member.rights)

    def is_anonymous(self, user_id: int) -> bool:
        """Return whether the member writes as the group itself."""
        member = self.members.get(user_id)
        return member is not None and member.anonymous


Chat = Person | Group


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was sent. `path` is relative to the folder of files; getFile returns it as `file_path`."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    size: int


@dataclass(slots=True)
class Message:
    """A message of any chat. `text` is the caption where there is a file; times are Unix seconds.

    `service` holds the Bot API fields of a service message, such as `new_chat_members`. The bot does not see
    the author of an `anonymous` message.
    """

    message_id: int
    chat_id: int
    from_bot: bool
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    file_id: str | None = None
    kind: Kind | None = None
    keyboard: Json | None = None
    reply_to: int | None = None
    edit_date: int | None = None
    reaction: str | None = None
    protected: bool = False
    link_preview: Json | None = None
    album: str | None = None
    origin: Json | None = None
    author_id: int | None = None
    service: Json | None = None
    via_bot: bool = False
    inline_id: str | None = None
    anonymous: bool = False

    @property
    def author(self) -> int:
        """The id of the person who wrote it, where `from_bot` is false."""
        return self.author_id or self.chat_id

    @property
    def content(self) -> Formatted:
        return Formatted(self.text, self.entities)

    def rewrite(self, content: Formatted) -> None:
        self.text, self.entities = content.text, content.entities


@dataclass(frozen=True, slots=True)
class Webhook:
    """The webhook that the bot has set."""

    url: str
    secret_token: str | None = None
    max_connections: int = 40


@dataclass(slots=True)
class State:
    """All state. Keys are ids; those of `messages` are of the chat and of the message.

    `pending` has the updates that the bot has not confirmed yet, `commands` the command menus by scope (see
    `command_menus.key`), and `descriptions` texts by their kind and language.
    """

    people: dict[int, Person] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)
    messages: dict[int, dict[int, Message]] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    pending: dict[int, Json] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    webhook: Webhook | None = None
    allowed_updates: list[str] | None = None
    next_message_id: int = 1
    next_update_id: int = FIRST_UPDATE_ID
    # inline_message_id → chat id and message id, of inline messages that the bot may edit.
    inline_messages: dict[str, tuple[int, int]] = field(default_factory=dict)
    # Set by the bot's owner with BotFather.
    privacy_mode: bool = True
    inline_feedback: bool = False

    def chat(self, chat_id: int) -> Chat:
        return self.groups.get(chat_id) or self.people[chat_id]

    def groups_of(self, person: Person) -> list[Group]:
        return [group for group in self.groups.values() if person.id in group.present]

    def skip_ids(self, count: int) -> None:
        """Skip ids that may have been assigned between the last snapshot and a crash."""
        self.next_message_id += count
        self.next_update_id += count
        for group in self.groups.values():
            group.next_message_id += count
