"""What the bot gets to see of people, chats and messages: the Bot API's JSON."""

from local.telegram.errors import Json
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

# Telegram Bot API, Message.from: "for backward compatibility", in place of who speaks as the group itself.
_NOBODY: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


def user(person: Person) -> Json:
    told: Json = {"id": person.id, "is_bot": False, "first_name": person.first_name}
    if person.username:
        told["username"] = person.username
    told["language_code"] = person.language_code
    return told


def chat(place: Chat) -> Json:
    if isinstance(place, Group):
        return {"id": place.id, "title": place.title, "type": "supergroup" if place.supergroup else "group"}
    told: Json = {"id": place.id, "first_name": place.first_name, "type": "private"}
    if place.username:
        told["username"] = place.username
    return told


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


def message(state: State, bot: Json, said: Message, *, with_reply: bool = True) -> Json:
    told: Json = {
        "message_id": said.message_id,
        "from": _author(state, bot, said),
        "chat": chat(state.chat(said.chat_id)),
        "date": said.date,
        **_content(state, said),
    }
    if said.anonymous:
        told["sender_chat"] = chat(state.chat(said.chat_id))
    if said.service is not None:
        told |= said.service
    if said.via_bot:
        told["via_bot"] = bot
    if said.origin is not None:
        told["forward_origin"] = said.origin
    if said.album is not None:
        told["media_group_id"] = said.album
    if said.edit_date is not None:
        told["edit_date"] = said.edit_date
    if said.protected:
        told["has_protected_content"] = True
    if said.link_preview:
        told["link_preview_options"] = said.link_preview
    if said.keyboard:
        told["reply_markup"] = said.keyboard
    replied = state.messages[said.chat_id].get(said.reply_to or 0)
    if replied and with_reply:
        told["reply_to_message"] = message(state, bot, replied, with_reply=False)
    return told


def _author(state: State, bot: Json, said: Message) -> Json:
    if said.anonymous:
        return _NOBODY
    return bot if said.from_bot else user(state.people[said.author])


def _content(state: State, said: Message) -> Json:
    told: Json = {}
    file = state.files.get(said.file_id or "")
    if file is not None:
        told[said.kind or "document"] = _media(file, said.kind)
    words = ("caption", "caption_entities") if file else ("text", "entities")
    if said.text:
        told[words[0]] = said.text
    if said.entities:
        told[words[1]] = [entity.as_json() for entity in said.entities]
    return told


def _media(file: StoredFile, kind: Kind | None) -> Json | list[Json]:
    known = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}
    match kind:
        case Kind.STICKER:
            shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
            return {**known, **shape, "type": "regular", "emoji": "🙂"}
        case Kind.PHOTO:
            return [{**known, "width": 1, "height": 1}]
        case Kind.VOICE:
            return {**known, "duration": 1, "mime_type": file.mime_type}
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
