"""The JSON of the chat page's API: snapshots, messages, groups, inline answers."""

from local.telegram import command_menus, origins
from local.telegram.api_json import chat, document, user
from local.telegram.inline_answers import InlineAnswer
from local.telegram.json_values import Json
from local.telegram.state import Chat, Group, Message, Person, State
from local.telegram.text.html_writing import write_html
from local.telegram.text.markup import write_markup

# The number of messages that a chat shows when the page opens.
_LATEST_COUNT = 1000


def person(someone: Person) -> Json:
    return {
        "id": someone.id,
        "first_name": someone.first_name,
        "username": someone.username,
        "language_code": someone.language_code,
        "blocked": someone.blocked,
    }


def snapshot(state: State, bot: Json, someone: Person, *, offline: bool) -> Json:
    """Return all that the page shows to a person when it opens. `offline`: the bot is."""
    return {
        "person": person(someone),
        "bot": {name: bot[name] for name in ("id", "first_name", "username")} | bot_settings(state),
        "commands": command_menus.for_person(state, someone),
        "messages": _latest(state, bot, someone),
        "groups": [
            {
                **group(state, bot, room),
                "commands": command_menus.for_person(state, someone, room),
                "messages": _latest(state, bot, room),
            }
            for room in state.groups_of(someone)
        ],
        "offline": offline,
    }


def bot_settings(state: State) -> Json:
    return {"privacy_mode": state.privacy_mode, "inline_feedback": state.inline_feedback}


def group(state: State, bot: Json, room: Group) -> Json:
    people = [bot if user_id == bot["id"] else user(state.people[user_id]) for user_id in room.present]
    return {
        "id": room.id,
        "title": room.title,
        "type": chat(room)["type"],
        "members": [
            {
                "id": member["id"],
                "first_name": member["first_name"],
                "username": member.get("username"),
                "is_bot": member["is_bot"],
                "status": room.members[member["id"]].status,
            }
            for member in people
        ],
    }


def message(state: State, bot: Json, stored: Message) -> Json:
    file = state.files.get(stored.file_id or "")
    shown = document(file) if file and stored.kind is None else None
    return {
        "chat_id": stored.chat_id,
        "message_id": stored.message_id,
        "from": _author(state, bot, stored),
        "from_bot": stored.from_bot,
        "date": stored.date,
        "edit_date": stored.edit_date,
        "text": stored.text or None,
        "html": write_html(stored.content),
        "markup": write_markup(stored.content) if stored.entities and not stored.from_bot else None,
        "document": shown,
        "kind": stored.kind,
        "album": stored.album,
        "via_bot": bot["username"] if stored.via_bot else None,
        "service": _service(state, bot, stored),
        "forwarded_from": origins.name(stored.origin) if stored.origin else None,
        "reply_to_message_id": stored.reply_to,
        "reaction": stored.reaction,
        "keyboard": _keyboard(stored),
    }


def _latest(state: State, bot: Json, room: Chat) -> list[Json]:
    messages = list(state.messages.get(room.id, {}).values())[-_LATEST_COUNT:]
    return [message(state, bot, stored) for stored in messages]


def _author(state: State, bot: Json, stored: Message) -> Json:
    author = bot if stored.from_bot else user(state.people[stored.author])
    # The id stays: the page shows an anonymous administrator's messages as their own.
    name = chat(state.chat(stored.chat_id))["title"] if stored.anonymous else author["first_name"]
    return {"id": author["id"], "first_name": name}


def _service(state: State, bot: Json, stored: Message) -> str | None:
    """Return the text of a service message, which stands in the middle of the chat."""
    who = _author(state, bot, stored)["first_name"]
    match stored.service:
        case None:
            return None
        case {"new_chat_members": [*added]}:
            return f"{who} added {', '.join(user['first_name'] for user in added)}"
        case {"left_chat_member": gone}:
            leaving = gone["id"] in (stored.author, bot["id"] if stored.from_bot else 0)
            return f"{who} left the group" if leaving else f"{who} removed {gone['first_name']}"
        case {"migrate_to_chat_id": _} | {"migrate_from_chat_id": _}:
            return f"{who} upgraded the group to a supergroup"
        case _:
            return f"{who} created the group"


def _keyboard(stored: Message) -> list[list[Json]] | None:
    if stored.keyboard is None:
        return None
    return [[_button(button) for button in row] for row in stored.keyboard["inline_keyboard"]]


def inline_answer(query_id: str, answer: InlineAnswer) -> Json:
    """Return the answer to an inline query, which the page shows above the composer."""
    return {
        "inline_query_id": query_id,
        "results": [
            {
                "id": result.id,
                "title": result.title,
                "description": result.description,
                "text": result.content.text,
            }
            for result in answer.results
        ],
        "next_offset": answer.next_offset,
        "button": answer.button["text"] if answer.button else None,
    }


def _button(button: Json) -> Json:
    match button:
        case {"text": text, "callback_data": data}:
            return {"text": text, "kind": "callback", "data": data}
        case {"text": text, "url": url}:
            return {"text": text, "kind": "url", "url": url}
        case {"text": text, "copy_text": copied}:
            return {"text": text, "kind": "copy", "copy_text": copied["text"]}
        case {"text": text, "switch_inline_query_current_chat": query}:
            return {"text": text, "kind": "inline", "query": query}
        case _:
            return {"text": button["text"], "kind": "other"}
