"""Where a forwarded message comes from: Telegram Bot API, MessageOrigin."""

from zlib import crc32

from local.telegram.errors import Json

# The real ids of channels and supergroups have this form too.
_FIRST_CHANNEL_ID = -1_009_000_000_000


def user(sender: Json, date: int) -> Json:
    return {"type": "user", "date": date, "sender_user": sender}


def hidden_user(name: str, date: int) -> Json:
    """Somebody who does not let forwarded messages lead to their account."""
    return {"type": "hidden_user", "date": date, "sender_user_name": name}


def group(title: str, date: int, signature: str | None = None) -> Json:
    return chat({"id": _chat_id(title), "title": title, "type": "supergroup"}, date, signature)


def chat(sender: Json, date: int, signature: str | None = None) -> Json:
    """An administrator who speaks as the group itself."""
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
    """What the apps write after "Forwarded from"."""
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
    """The same title is the same chat."""
    return _FIRST_CHANNEL_ID - crc32(title.encode())


def _signed(signature: str | None) -> Json:
    return {"author_signature": signature} if signature else {}
