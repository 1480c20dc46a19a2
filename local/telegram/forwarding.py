"""Forwarded messages: of the person's own chats, and of chats outside the local Telegram."""

from collections.abc import Sequence
from dataclasses import dataclass

from local.telegram import api_json, origins
from local.telegram.author import Author, Impossible
from local.telegram.json_values import Json
from local.telegram.state import Message
from local.telegram.text.detection import detect_entities
from local.telegram.text.formatted import NO_TEXT, Formatted
from local.telegram.world import World


@dataclass(frozen=True, slots=True)
class ExternalMessage:
    """A message of a chat outside the local Telegram; `origin` is made by the module `origins`."""

    origin: Json
    content: Formatted = NO_TEXT
    file: tuple[str, bytes] | None = None


def forward(author: Author, originals: Sequence[Message | ExternalMessage]) -> list[Message]:
    """Forward each message in turn; messages of one album form a new album. Raises Impossible."""
    author.check_may_write()
    for original in originals:
        if isinstance(original, Message) and (original.protected or original.service):
            raise Impossible("This message can't be forwarded.")
    albums: dict[str, str] = {}
    return [author.send(_forwarded(author, original, albums)) for original in originals]


def _forwarded(author: Author, original: Message | ExternalMessage, albums: dict[str, str]) -> Message:
    if isinstance(original, ExternalMessage):
        return _from_external(author, original)
    message = author.new(NO_TEXT)
    copy_forwarded(author.world, message, original)
    if original.album is not None:
        message.album = albums.setdefault(original.album, author.world.new_media_group_id())
    return message


def copy_forwarded(world: World, message: Message, original: Message) -> None:
    """Copy into `message` all that a forward carries over from the original."""
    message.rewrite(original.content)
    message.origin = original.origin or _origin(world, original)
    message.file_id, message.kind = original.file_id, original.kind
    message.link_preview, message.via_bot = original.link_preview, original.via_bot
    message.keyboard = _link_keyboard(original.keyboard)


def _from_external(author: Author, original: ExternalMessage) -> Message:
    message = author.new(detect_entities(original.content.normalized()))
    message.origin = original.origin
    if original.file is not None:
        name, content = original.file
        message.file_id = author.world.store(author.world.files.write(content, name)).file_id
    return message


def _origin(world: World, message: Message) -> Json:
    if message.anonymous:
        return origins.chat(api_json.chat(world.state.chat(message.chat_id)), message.date)
    author = world.bot if message.from_bot else api_json.user(world.state.people[message.author])
    return origins.user(author, message.date)


def _link_keyboard(keyboard: Json | None) -> Json | None:
    """Return the keyboard if all of its buttons are links: only such a one is forwarded."""
    rows = keyboard["inline_keyboard"] if keyboard else []
    return keyboard if rows and all("url" in button for row in rows for button in row) else None
