"""Messages that the bot sends and takes back."""

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

from local.telegram.calls import given, told
from local.telegram.errors import Json, bad_request
from local.telegram.methods import formatting, keyboards
from local.telegram.state import Chat, Group, Message
from local.telegram.text.formatted import Formatted
from local.telegram.world import World

# Telegram Bot API, deleteMessage: seconds.
_DELETABLE_FOR = 48 * 3600
# Telegram Bot API, deleteMessages.
_DELETED_AT_ONCE = 100
# Telegram Bot API, sendChatAction.
_ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker"
    " find_location record_video_note upload_video_note".split()
)

Sending = SendMessage | SendDocument | SendMediaGroup | CopyMessage


async def send_message(world: World, call: SendMessage) -> Json:
    content = formatting.text(call.text, call.parse_mode, call.entities)
    message = composed(world, call, content)
    message.link_preview = _preview(call)
    return sent(world, message)


def composed(world: World, call: Sending, content: Formatted) -> Message:
    """What the bot says, as far as all kinds of messages are alike."""
    chat = world.chat(call.chat_id)
    return Message(
        0,
        chat.id,
        from_bot=True,
        date=world.now,
        text=content.text,
        entities=content.entities,
        keyboard=None if isinstance(call, SendMediaGroup) else keyboards.checked(call.reply_markup),
        reply_to=replied(world, chat, call.reply_parameters),
        protected=bool(given(call.protect_content)),
    )


def sent(world: World, message: Message) -> Json:
    """Gives the message its id and puts it into the chat."""
    message.message_id = world.take_message_id(world.state.chat(message.chat_id))
    world.add(message)
    return world.render(message)


def replied(world: World, chat: Chat, asked: ReplyParameters | None) -> int | None:
    if asked is None:
        return None
    if world.message(chat, asked.message_id) is None:
        if given(asked.allow_sending_without_reply):
            return None
        raise bad_request("message to be replied not found")
    return asked.message_id


def _preview(call: SendMessage) -> Json | None:
    options = told(call, "link_preview_options") or {}
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
    """Those that are not found are passed over."""
    chat = world.chat(call.chat_id)
    if not 1 <= len(call.message_ids) <= _DELETED_AT_ONCE:
        raise bad_request("there must be 1-100 messages to delete")
    known = {message_id: world.message(chat, message_id) for message_id in call.message_ids}
    found = [message for message in known.values() if message is not None]
    for message in found:
        _check_deletable(world, chat, message)
    for message in found:
        world.remove(message)
    return True


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    """In groups the bot takes back what it said itself; the rest only where it was given that right."""
    if isinstance(chat, Group) and not (message.from_bot or chat.may(world.bot["id"], "can_delete_messages")):
        raise bad_request("message can't be deleted")
    if world.clock() - message.date > _DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")


async def send_chat_action(world: World, call: SendChatAction) -> bool:
    chat = world.chat(call.chat_id)
    if call.action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.publish(chat.id, "action", {"chat_id": chat.id, "action": call.action})
    return True
