"""Which messages of a group the bot hears. Telegram, "Bot features", "Privacy mode"."""

from local.telegram.errors import Json
from local.telegram.state import Message, State, Status
from local.telegram.text import utf16


def hears(state: State, bot: Json, said: Message) -> bool:
    group = state.groups.get(said.chat_id)
    if group is None:
        return True
    if bot["id"] not in group.present:
        return False
    if not state.privacy_mode or group.members[bot["id"]].status is Status.ADMINISTRATOR:
        return True
    replied = state.messages[group.id].get(said.reply_to or 0)
    return _is_meant(bot, said) or (replied is not None and _is_meant(bot, replied))


def _is_meant(bot: Json, said: Message) -> bool:
    """Service messages are for every bot, and so are commands that name none."""
    told = said.from_bot or said.via_bot or said.service is not None
    return told or _is_command(bot, said) or _is_mentioned(bot, said)


def _is_mentioned(bot: Json, said: Message) -> bool:
    """BotFather, /setprivacy: messages that mention the bot by its username are heard too."""
    mentions = (entity for entity in said.entities if entity.type == "mention")
    words = (utf16.part(said.text, mention.offset, mention.end) for mention in mentions)
    return f"@{bot['username']}".lower() in map(str.lower, words)


def _is_command(bot: Json, said: Message) -> bool:
    first = said.entities[0] if said.entities else None
    if first is None or first.type != "bot_command" or first.offset > 0:
        return False
    _, _, addressee = utf16.part(said.text, 0, first.length).partition("@")
    return addressee.lower() in ("", bot["username"].lower())
