"""sendMessage, deleteMessage, deleteMessages and sendChatAction, and what all sending methods share."""

from aiogram.methods import (
    CopyMessage,
    DeleteMessage,
    DeleteMessages,
    SendChatAction,
    SendDocument,
    SendMediaGroup,
    SendMessage,
)
from aiogram.types import ReplyParameters

from local.telegram.calls import as_json, given
from local.telegram.errors import bad_request
from local.telegram.json_values import Json
from local.telegram.methods import formatting, keyboards
from local.telegram.state import Chat, Group, Message
from local.telegram.text.formatted import Formatted
from local.telegram.world import World

# Telegram Bot API, deleteMessage.
_DELETABLE_SECONDS = 48 * 3600
# Telegram Bot API, deleteMessages.
_DELETE_LIMIT = 100
# Telegram Bot API, sendChatAction.
_ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker"
    " find_location record_video_note upload_video_note".split()
)

SendCall = SendMessage | SendDocument | SendMediaGroup | CopyMessage


async def send_message(world: World, call: SendMessage) -> Json:
    content = formatting.text(call.text, call.parse_mode, call.entities)
    message = new_message(world, call, content)
    message.link_preview = _preview(call)
    return send(world, message)


def new_message(world: World, call: SendCall, content: Formatted) -> Message:
    """Return a message with the fields that all sending methods share; `send` gives it an id."""
    chat = world.chat(call.chat_id)
    return Message(
        0,
        chat.id,
        from_bot=True,
        date=world.now,
        text=content.text,
        entities=content.entities,
        keyboard=None if isinstance(call, SendMediaGroup) else keyboards.validated(call.reply_markup),
        reply_to=_reply_target(world, chat, call.reply_parameters),
        protected=bool(given(call.protect_content)),
    )


def send(world: World, message: Message) -> Json:
    """Give the message its id and add it to the chat; return its JSON."""
    message.message_id = world.take_message_id(world.state.chat(message.chat_id))
    world.add(message)
    return world.render(message)


def _reply_target(world: World, chat: Chat, parameters: ReplyParameters | None) -> int | None:
    if parameters is None:
        return None
    if world.message(chat, parameters.message_id) is None:
        if given(parameters.allow_sending_without_reply):
            return None
        raise bad_request("message to be replied not found")
    return parameters.message_id


def _preview(call: SendMessage) -> Json | None:
    options = as_json(call, "link_preview_options") or {}
    return {name: value for name, value in options.items() if value is not None} or None


async def delete_message(world: World, call: DeleteMessage) -> bool:
    chat = world.chat(call.chat_id)
    message = world.message(chat, call.message_id)
    if message is None:
        raise bad_request("message to delete not found")
    _check_deletable(world, chat, message)
    world.remove(message)
    return True


async def delete_messages(world: World, call: DeleteMessages) -> bool:
    """Delete the messages that exist, or none where one of them cannot be deleted."""
    chat = world.chat(call.chat_id)
    if not 1 <= len(call.message_ids) <= _DELETE_LIMIT:
        raise bad_request("there must be 1-100 messages to delete")
    messages = [
        message for number in dict.fromkeys(call.message_ids) if (message := world.message(chat, number))
    ]
    for message in messages:
        _check_deletable(world, chat, message)
    for message in messages:
        world.remove(message)
    return True


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    """Raise BotApiError for an old message, and for another's in a group without the right to delete."""
    if isinstance(chat, Group) and not (
        message.from_bot or chat.has_right(world.bot["id"], "can_delete_messages")
    ):
        raise bad_request("message can't be deleted")
    if world.clock() - message.date > _DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")


async def send_chat_action(world: World, call: SendChatAction) -> bool:
    chat = world.chat(call.chat_id)
    if call.action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.publish(chat.id, "action", {"chat_id": chat.id, "action": call.action})
    return True
