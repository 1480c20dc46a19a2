"""What the local Telegram keeps: people, messages, files and what the bot has set."""

from dataclasses import dataclass, field
from enum import StrEnum

from local.telegram.answers import Json
from local.telegram.text.formatted import Entity, Formatted

# Telegram's ids of people have passed 32 bits; those of the local one are all beyond them.
FIRST_PERSON_ID = 5_000_000_001
# Telegram Bot API, Update.update_id: starts from some positive number.
FIRST_UPDATE_ID = 100_000_001


class Kind(StrEnum):
    """What a message can be that is neither a text nor a document."""

    STICKER = "sticker"
    PHOTO = "photo"
    VOICE = "voice"


@dataclass(slots=True)
class Person:
    id: int
    first_name: str
    username: str | None = None
    language_code: str = "en"
    blocked: bool = False
    started: bool = False


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`path` is relative to the folder of files, and what getFile gives as `file_path`."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    size: int


@dataclass(slots=True)
class Message:
    """`text` is the caption where there is a file; times are Unix seconds."""

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

    @property
    def content(self) -> Formatted:
        return Formatted(self.text, self.entities)

    def rewrite(self, content: Formatted) -> None:
        self.text, self.entities = content.text, content.entities


@dataclass(frozen=True, slots=True)
class Webhook:
    url: str
    secret_token: str | None = None
    max_connections: int = 40


@dataclass(slots=True)
class State:
    people: dict[int, Person] = field(default_factory=dict)
    messages: dict[int, dict[int, Message]] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    pending: dict[int, Json] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    webhook: Webhook | None = None
    allowed_updates: list[str] | None = None
    next_message_id: int = 1
    next_update_id: int = FIRST_UPDATE_ID

    def skip_ids(self, count: int) -> None:
        """After a stop that was not clean: ids given out since the last snapshot are not given out again."""
        self.next_message_id += count
        self.next_update_id += count
