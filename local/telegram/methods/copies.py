"""Messages that the bot sends on: copies, forwards, and albums of documents."""

from aiogram.methods import CopyMessage, ForwardMessage, SendMediaGroup
from aiogram.types import InputMediaDocument

from local.telegram import forwarding
from local.telegram.calls import given
from local.telegram.errors import Json, Refused, bad_request
from local.telegram.methods import formatting
from local.telegram.methods.documents import stored
from local.telegram.methods.messages import composed, sent
from local.telegram.state import Message
from local.telegram.world import World

# Telegram Bot API, sendMediaGroup.
_ALBUM_SIZE = 10


async def copy_message(world: World, call: CopyMessage) -> Json:
    original = _original(world, call, "copy", "copied")
    content = original.content
    if original.file_id is not None and call.caption is not None:
        content = formatting.caption(call.caption, call.parse_mode, call.caption_entities)
    message = composed(world, call, content)
    message.file_id, message.kind = original.file_id, original.kind
    message.link_preview = original.link_preview
    return {"message_id": sent(world, message)["message_id"]}


async def forward_message(world: World, call: ForwardMessage) -> Json:
    original = _original(world, call, "forward", "forwarded")
    chat = world.chat(call.chat_id)
    message = Message(0, chat.id, from_bot=True, date=world.now)
    message.protected = bool(given(call.protect_content))
    forwarding.take_over(world, message, original)
    return sent(world, message)


def _original(world: World, call: CopyMessage | ForwardMessage, what: str, done: str) -> Message:
    message = world.message(world.chat(call.from_chat_id), call.message_id)
    if message is None:
        raise bad_request(f"message to {what} not found")
    if message.protected or message.service:
        raise bad_request(f"message can't be {done}")
    return message


async def send_media_group(world: World, call: SendMediaGroup) -> list[Json]:
    if not call.media:
        raise bad_request("there are no messages to send")
    if len(call.media) > _ALBUM_SIZE:
        raise bad_request("too many messages to send as an album")
    album = world.take_album_id() if len(call.media) > 1 else None
    messages = [_in_album(world, call, media, album) for media in call.media]
    return [sent(world, message) for message in messages]


def _in_album(world: World, call: SendMediaGroup, media: object, album: str | None) -> Message:
    if not isinstance(media, InputMediaDocument):
        raise Refused(501, "Not Implemented: the local Telegram sends albums of documents")
    content = formatting.caption(media.caption, media.parse_mode, media.caption_entities)
    message = composed(world, call, content)
    message.file_id, message.album = stored(world, media.media).file_id, album
    return message
