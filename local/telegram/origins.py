"""Origins of forwarded messages: MessageOrigin objects of the Bot API. `date` is in Unix seconds."""

from zlib import crc32

from local.telegram.json_values import Json

# As in Telegram, the ids of channels and supergroups begin with -100.
_FIRST_CHANNEL_ID = -1_009_000_000_000


def user(sender: Json, date: int) -> Json:
    return {"type": "user", "date": date, "sender_user": sender}


def hidden_user(name: str, date: int) -> Json:
    """Return the origin of a user whose privacy settings hide the account in forwards."""
    return {"type": "hidden_user", "date": date, "sender_user_name": name}


def group(title: str, date: int, signature: str | None = None) -> Json:
    """Return the origin of an anonymous administrator's message in a group outside the local Telegram."""
    return chat({"id": _chat_id(title), "title": title, "type": "supergroup"}, date, signature)


def chat(sender: Json, date: int, signature: str | None = None) -> Json:
    """Return the origin of an anonymous administrator's message."""
    return {"type": "chat", "date": date, "sender_chat": sender, **_signed(signature)}


def channel(
    title: str, message_id: int, date: int, username: str | None = None, signature: str | None = None
) -> Json:
    sender = {"id": _chat_id(title), "title": title, "type": "channel"}
    if username:
        sender["username"] = username
    post = {"type": "channel", "date": date, "chat": sender, "message_id": message_id}
    return post | _signed(signature)


def name(origin: Json) -> str:
    """Return the name that the apps show after "Forwarded from"."""
    match origin:
        case {"sender_user": sender}:
            return str(sender["first_name"])
        case {"sender_user_name": hidden}:
            return str(hidden)
        case {"sender_chat": sender} | {"chat": sender}:
            return str(sender["title"])
        case _:
            return "somebody"


def _chat_id(title: str) -> int:
    """Return an id derived from the title, so that the same title is the same chat."""
    return _FIRST_CHANNEL_ID - crc32(title.encode())


def _signed(signature: str | None) -> Json:
    return {"author_signature": signature} if signature else {}
