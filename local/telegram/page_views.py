"""What a person sees of the chat: the JSON of the people API."""

from local.telegram import command_menus, origins
from local.telegram.answers import Json
from local.telegram.rendering import document
from local.telegram.state import Message, Person, State
from local.telegram.text.html_writing import write_html

# A chat opens with its latest messages.
_SHOWN = 1000


def person(somebody: Person) -> Json:
    return {
        "id": somebody.id,
        "first_name": somebody.first_name,
        "username": somebody.username,
        "language_code": somebody.language_code,
        "blocked": somebody.blocked,
    }


def snapshot(state: State, bot: Json, somebody: Person, *, offline: bool) -> Json:
    messages = list(state.messages.get(somebody.id, {}).values())[-_SHOWN:]
    return {
        "person": person(somebody),
        "bot": {name: bot[name] for name in ("id", "first_name", "username")},
        "commands": command_menus.for_person(state, somebody),
        "messages": [message(state, said) for said in messages],
        "offline": offline,
    }


def message(state: State, said: Message) -> Json:
    file = state.files.get(said.file_id or "")
    shown = document(file) if file and said.kind is None else None
    return {
        "message_id": said.message_id,
        "from_bot": said.from_bot,
        "date": said.date,
        "edit_date": said.edit_date,
        "text": said.text or None,
        "html": write_html(said.content),
        "document": shown,
        "kind": said.kind,
        "album": said.album,
        "forwarded_from": origins.name(said.origin) if said.origin else None,
        "reply_to_message_id": said.reply_to,
        "reaction": said.reaction,
        "keyboard": keyboard(said),
    }


def keyboard(said: Message) -> list[list[Json]] | None:
    if said.keyboard is None:
        return None
    return [[_button(button) for button in row] for row in said.keyboard["inline_keyboard"]]


def _button(button: Json) -> Json:
    match button:
        case {"text": text, "callback_data": data}:
            return {"text": text, "kind": "callback", "data": data}
        case {"text": text, "url": url}:
            return {"text": text, "kind": "url", "url": url}
        case {"text": text, "copy_text": copied}:
            return {"text": text, "kind": "copy", "copy_text": copied["text"]}
        case _:
            return {"text": button["text"], "kind": "other"}
