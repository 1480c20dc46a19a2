"""Which messages of a group the bot hears. Telegram, "Bot features", "Privacy mode"."""

from local.telegram.answers import Json
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
    return said.from_bot or said.via_bot or said.service is not None or _is_command(bot, said)


def _is_command(bot: Json, said: Message) -> bool:
    first = said.entities[0] if said.entities else None
    if first is None or first.type != "bot_command" or first.offset > 0:
        return False
    _, _, addressee = utf16.part(said.text, 0, first.length).partition("@")
    return addressee.lower() in ("", bot["username"].lower())
