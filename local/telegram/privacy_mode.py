"""Privacy mode: which messages of people the bot receives. Telegram, "Bot features", "Privacy mode"."""

from local.telegram.json_values import Json
from local.telegram.state import Message, State, Status
from local.telegram.text import utf16


def bot_receives(state: State, bot: Json, message: Message) -> bool:
    """Return whether the bot gets an update of the message: of any in a private chat, of some in a group."""
    group = state.groups.get(message.chat_id)
    if group is None:
        return True
    if bot["id"] not in group.present:
        return False
    if not state.privacy_mode or group.members[bot["id"]].status is Status.ADMINISTRATOR:
        return True
    replied = state.messages[group.id].get(message.reply_to or 0)
    return _concerns_bot(bot, message) or (replied is not None and _concerns_bot(bot, replied))


def _concerns_bot(bot: Json, message: Message) -> bool:
    """Return whether the bot receives the message in privacy mode, replies to such messages aside."""
    always = message.from_bot or message.via_bot or message.service is not None
    return always or _is_command(bot, message) or _is_mentioned(bot, message)


def _is_mentioned(bot: Json, message: Message) -> bool:
    """BotFather, /setprivacy: the bot also receives messages that mention its username."""
    mentions = (entity for entity in message.entities if entity.type == "mention")
    usernames = (utf16.part(message.text, mention.offset, mention.end) for mention in mentions)
    return f"@{bot['username']}".lower() in map(str.lower, usernames)


def _is_command(bot: Json, message: Message) -> bool:
    """Return whether the message begins with a command for this bot, or with one that names no bot."""
    first = message.entities[0] if message.entities else None
    if first is None or first.type != "bot_command" or first.offset > 0:
        return False
    _, _, addressee = utf16.part(message.text, 0, first.length).partition("@")
    return addressee.lower() in ("", bot["username"].lower())
