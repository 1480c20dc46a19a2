"""The edit methods (text, caption, keyboard) and setMessageReaction."""

from aiogram.methods import EditMessageCaption, EditMessageReplyMarkup, EditMessageText, SetMessageReaction
from aiogram.types import ReactionTypeEmoji

from local.telegram.errors import bad_request
from local.telegram.json_values import Json
from local.telegram.methods import formatting, keyboards
from local.telegram.state import Message
from local.telegram.text.formatted import Formatted
from local.telegram.world import World

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
# Telegram Bot API, ReactionTypeEmoji.
_REACTIONS = frozenset(
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡"
    " 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈"
    " 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿"
    " 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡".split()
)
_Edit = EditMessageText | EditMessageCaption | EditMessageReplyMarkup


async def edit_message_text(world: World, call: EditMessageText) -> Json | bool:
    content = formatting.text(call.text or "", call.parse_mode, call.entities, too_long="MESSAGE_TOO_LONG")
    message = _editable(world, call)
    if message.file_id is not None:
        raise bad_request("there is no text in the message to edit")
    return _edited(world, message, content, keyboards.validated(call.reply_markup))


async def edit_message_caption(world: World, call: EditMessageCaption) -> Json | bool:
    content = formatting.caption(call.caption, call.parse_mode, call.caption_entities)
    message = _editable(world, call)
    if message.file_id is None:
        raise bad_request("there is no caption in the message to edit")
    return _edited(world, message, content, keyboards.validated(call.reply_markup))


async def edit_message_reply_markup(world: World, call: EditMessageReplyMarkup) -> Json | bool:
    message = _editable(world, call)
    return _edited(world, message, message.content, keyboards.validated(call.reply_markup))


def _editable(world: World, call: _Edit) -> Message:
    if call.inline_message_id is not None:
        if (sent := world.inline_message(call.inline_message_id)) is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return sent
    if call.chat_id is None:
        raise bad_request("chat_id is empty")
    message = world.message(world.chat(call.chat_id), call.message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def _edited(world: World, message: Message, content: Formatted, keyboard: Json | None) -> Json | bool:
    """Apply the edit; without a keyboard the message loses its own. Return True for an inline message."""
    if (message.content, message.keyboard) == (content, keyboard):
        raise bad_request(_NOT_MODIFIED)
    message.rewrite(content)
    message.keyboard = keyboard
    message.edit_date = world.now
    world.publish_edited(message)
    return True if message.inline_id is not None else world.render(message)


async def set_message_reaction(world: World, call: SetMessageReaction) -> bool:
    message = world.message(world.chat(call.chat_id), call.message_id)
    if message is None:
        raise bad_request("message to react not found")
    emojis = [reaction.emoji for reaction in call.reaction or () if isinstance(reaction, ReactionTypeEmoji)]
    if len(emojis) != len(call.reaction or ()) or not _REACTIONS.issuperset(emojis):
        raise bad_request("REACTION_INVALID")
    if len(emojis) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message.reaction = emojis[0] if emojis else None
    world.publish_edited(message)
    return True
