"""Messages that people pass on: those of their chats, and those that come from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from local.telegram import api_json, origins
from local.telegram.author import Impossible, Seat
from local.telegram.errors import Json
from local.telegram.state import Message
from local.telegram.text.detection import detected
from local.telegram.text.formatted import NO_WORDS, Formatted
from local.telegram.world import World


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A message of a chat that the local Telegram does not have; `origin` is one of `origins`."""

    origin: Json
    content: Formatted = NO_WORDS
    file: tuple[str, bytes] | None = None


def forward(seat: Seat, originals: Sequence[Message | Elsewhere]) -> list[Message]:
    """One after another, each a message of its own; what was an album is an album again."""
    seat.must_write()
    for original in originals:
        if isinstance(original, Message) and (original.protected or original.service):
            raise Impossible("This message may not be forwarded.")
    albums: dict[str, str] = {}
    return [seat.send(_forwarded(seat, original, albums)) for original in originals]


def _forwarded(seat: Seat, original: Message | Elsewhere, albums: dict[str, str]) -> Message:
    if isinstance(original, Elsewhere):
        return _from_elsewhere(seat, original)
    message = seat.new(NO_WORDS)
    take_over(seat.world, message, original)
    if original.album is not None:
        message.album = albums.setdefault(original.album, seat.world.take_album_id())
    return message


def take_over(world: World, message: Message, original: Message) -> None:
    """All that travels along when a message is forwarded."""
    message.rewrite(original.content)
    message.origin = original.origin or _origin(world, original)
    message.file_id, message.kind = original.file_id, original.kind
    message.link_preview, message.via_bot = original.link_preview, original.via_bot
    message.keyboard = _links_alone(original.keyboard)


def _from_elsewhere(seat: Seat, original: Elsewhere) -> Message:
    message = seat.new(detected(original.content.settled()))
    message.origin = original.origin
    if original.file is not None:
        name, content = original.file
        message.file_id = seat.world.store(seat.world.files.write(content, name)).file_id
    return message


def _origin(world: World, message: Message) -> Json:
    if message.anonymous:
        return origins.chat(api_json.chat(world.state.chat(message.chat_id)), message.date)
    author = world.bot if message.from_bot else api_json.user(world.state.people[message.author])
    return origins.user(author, message.date)


def _links_alone(keyboard: Json | None) -> Json | None:
    """Buttons travel along when all of them are links."""
    rows = keyboard["inline_keyboard"] if keyboard else []
    return keyboard if rows and all("url" in button for row in rows for button in row) else None
