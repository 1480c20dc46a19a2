"""copyMessage, forwardMessage and sendMediaGroup."""

from aiogram.methods import CopyMessage, ForwardMessage, SendMediaGroup
from aiogram.types import InputMediaDocument

from local.telegram import forwarding
from local.telegram.calls import given
from local.telegram.errors import BotApiError, bad_request
from local.telegram.json_values import Json
from local.telegram.methods import formatting
from local.telegram.methods.documents import stored_file
from local.telegram.methods.messages import new_message, send
from local.telegram.state import Message
from local.telegram.world import World

# Telegram Bot API, sendMediaGroup.
_ALBUM_SIZE = 10


async def copy_message(world: World, call: CopyMessage) -> Json:
    original = _original(world, call, "copy", "copied")
    content = original.content
    if original.file_id is not None and call.caption is not None:
        content = formatting.caption(call.caption, call.parse_mode, call.caption_entities)
    message = new_message(world, call, content)
    message.file_id, message.kind = original.file_id, original.kind
    message.link_preview = original.link_preview
    return {"message_id": send(world, message)["message_id"]}


async def forward_message(world: World, call: ForwardMessage) -> Json:
    original = _original(world, call, "forward", "forwarded")
    chat = world.chat(call.chat_id)
    message = Message(0, chat.id, from_bot=True, date=world.now)
    message.protected = bool(given(call.protect_content))
    forwarding.copy_forwarded(world, message, original)
    return send(world, message)


def _original(world: World, call: CopyMessage | ForwardMessage, verb: str, participle: str) -> Message:
    message = world.message(world.chat(call.from_chat_id), call.message_id)
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.protected or message.service:
        raise bad_request(f"message can't be {participle}")
    return message


async def send_media_group(world: World, call: SendMediaGroup) -> list[Json]:
    if not call.media:
        raise bad_request("there are no messages to send")
    if len(call.media) > _ALBUM_SIZE:
        raise bad_request("too many messages to send as an album")
    album = world.new_media_group_id() if len(call.media) > 1 else None
    messages = [_in_album(world, call, media, album) for media in call.media]
    return [send(world, message) for message in messages]


def _in_album(world: World, call: SendMediaGroup, media: object, album: str | None) -> Message:
    if not isinstance(media, InputMediaDocument):
        raise BotApiError(501, "Not Implemented: the local Telegram sends albums of documents")
    content = formatting.caption(media.caption, media.parse_mode, media.caption_entities)
    message = new_message(world, call, content)
    message.file_id, message.album = stored_file(world, media.media).file_id, album
    return message
