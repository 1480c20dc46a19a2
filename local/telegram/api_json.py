"""The Bot API's JSON objects: User, Chat, ChatMember and Message."""

from local.telegram.json_values import Json
from local.telegram.state import (
    ADMINISTRATOR_RIGHTS,
    Chat,
    Group,
    Kind,
    Member,
    Message,
    Person,
    State,
    Status,
    StoredFile,
)

# Telegram Bot API, Message.from: a placeholder for an administrator who writes as the group.
_ANONYMOUS_ADMIN: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


def user(person: Person) -> Json:
    fields: Json = {"id": person.id, "is_bot": False, "first_name": person.first_name}
    if person.username:
        fields["username"] = person.username
    fields["language_code"] = person.language_code
    return fields


def chat(room: Chat) -> Json:
    if isinstance(room, Group):
        return {
            "id": room.id,
            "title": room.title,
            "type": "supergroup" if room.supergroup else "group",
        }
    fields: Json = {"id": room.id, "first_name": room.first_name, "type": "private"}
    if room.username:
        fields["username"] = room.username
    return fields


def chat_member(user: Json, member: Member) -> Json:
    shown: Json = {"user": user, "status": member.status.value}
    match member.status:
        case Status.CREATOR:
            shown["is_anonymous"] = False
        case Status.ADMINISTRATOR:
            shown |= {"can_be_edited": False, "is_anonymous": member.anonymous}
            shown |= {right: right in member.rights for right in ADMINISTRATOR_RIGHTS}
        case Status.KICKED:
            shown["until_date"] = 0
    return shown


def message(state: State, bot: Json, stored: Message, *, with_reply: bool = True) -> Json:
    """Return the Message object, with the message that it replies to."""
    fields: Json = {
        "message_id": stored.message_id,
        "from": _author(state, bot, stored),
        "chat": chat(state.chat(stored.chat_id)),
        "date": stored.date,
        **_content(state, stored),
    }
    if stored.anonymous:
        fields["sender_chat"] = chat(state.chat(stored.chat_id))
    if stored.service is not None:
        fields |= stored.service
    if stored.via_bot:
        fields["via_bot"] = bot
    if stored.origin is not None:
        fields["forward_origin"] = stored.origin
    if stored.album is not None:
        fields["media_group_id"] = stored.album
    if stored.edit_date is not None:
        fields["edit_date"] = stored.edit_date
    if stored.protected:
        fields["has_protected_content"] = True
    if stored.link_preview:
        fields["link_preview_options"] = stored.link_preview
    if stored.keyboard:
        fields["reply_markup"] = stored.keyboard
    replied = state.messages[stored.chat_id].get(stored.reply_to or 0)
    if replied and with_reply:
        fields["reply_to_message"] = message(state, bot, replied, with_reply=False)
    return fields


def _author(state: State, bot: Json, stored: Message) -> Json:
    if stored.anonymous:
        return _ANONYMOUS_ADMIN
    return bot if stored.from_bot else user(state.people[stored.author])


def _content(state: State, stored: Message) -> Json:
    fields: Json = {}
    file = state.files.get(stored.file_id or "")
    if file is not None:
        fields[stored.kind or "document"] = _media(file, stored.kind)
    text_field, entities_field = ("caption", "caption_entities") if file else ("text", "entities")
    if stored.text:
        fields[text_field] = stored.text
    if stored.entities:
        fields[entities_field] = [entity.as_json() for entity in stored.entities]
    return fields


def _media(file: StoredFile, kind: Kind | None) -> Json | list[Json]:
    fields = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}
    match kind:
        case Kind.STICKER:
            shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
            return {**fields, **shape, "type": "regular", "emoji": "🙂"}
        case Kind.PHOTO:
            return [{**fields, "width": 1, "height": 1}]
        case Kind.VOICE:
            return {**fields, "duration": 1, "mime_type": file.mime_type}
        case None:
            return document(file)


def document(file: StoredFile) -> Json:
    return {
        "file_name": file.name,
        "mime_type": file.mime_type,
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
    }
