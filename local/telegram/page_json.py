"""What a person sees of the chat: the JSON of the people API."""

from local.telegram import command_menus, origins
from local.telegram.api_json import chat, document, user
from local.telegram.errors import Json
from local.telegram.inline_answers import Offer
from local.telegram.state import Chat, Group, Message, Person, State
from local.telegram.text.html_writing import write_html
from local.telegram.text.markup import write_markup

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
    return {
        "person": person(somebody),
        "bot": {name: bot[name] for name in ("id", "first_name", "username")} | bot_settings(state),
        "commands": command_menus.for_person(state, somebody),
        "messages": _latest(state, bot, somebody),
        "groups": [
            {
                **group(state, bot, place),
                "commands": command_menus.for_person(state, somebody, place),
                "messages": _latest(state, bot, place),
            }
            for place in state.groups_of(somebody)
        ],
        "offline": offline,
    }


def bot_settings(state: State) -> Json:
    return {"privacy_mode": state.privacy_mode, "inline_feedback": state.inline_feedback}


def group(state: State, bot: Json, place: Group) -> Json:
    people = [bot if user_id == bot["id"] else user(state.people[user_id]) for user_id in place.present]
    return {
        "id": place.id,
        "title": place.title,
        "type": chat(place)["type"],
        "members": [
            {
                "id": member["id"],
                "first_name": member["first_name"],
                "username": member.get("username"),
                "is_bot": member["is_bot"],
                "status": place.members[member["id"]].status,
            }
            for member in people
        ],
    }


def message(state: State, bot: Json, said: Message) -> Json:
    file = state.files.get(said.file_id or "")
    shown = document(file) if file and said.kind is None else None
    return {
        "chat_id": said.chat_id,
        "message_id": said.message_id,
        "from": _author(state, bot, said),
        "from_bot": said.from_bot,
        "date": said.date,
        "edit_date": said.edit_date,
        "text": said.text or None,
        "html": write_html(said.content),
        "markup": write_markup(said.content) if said.entities and not said.from_bot else None,
        "document": shown,
        "kind": said.kind,
        "album": said.album,
        "via_bot": bot["username"] if said.via_bot else None,
        "service": _service(state, bot, said),
        "forwarded_from": origins.name(said.origin) if said.origin else None,
        "reply_to_message_id": said.reply_to,
        "reaction": said.reaction,
        "keyboard": keyboard(said),
    }


def _latest(state: State, bot: Json, place: Chat) -> list[Json]:
    messages = list(state.messages.get(place.id, {}).values())[-_SHOWN:]
    return [message(state, bot, said) for said in messages]


def _author(state: State, bot: Json, said: Message) -> Json:
    author = bot if said.from_bot else user(state.people[said.author])
    # Still known by the id: what one has said as the group stands among one's own.
    name = chat(state.chat(said.chat_id))["title"] if said.anonymous else author["first_name"]
    return {"id": author["id"], "first_name": name}


def _service(state: State, bot: Json, said: Message) -> str | None:
    """A line in the middle of the chat."""
    who = _author(state, bot, said)["first_name"]
    match said.service:
        case None:
            return None
        case {"new_chat_members": [*added]}:
            return f"{who} added {', '.join(somebody['first_name'] for somebody in added)}"
        case {"left_chat_member": gone}:
            leaving = gone["id"] in (said.author, bot["id"] if said.from_bot else 0)
            return f"{who} left the group" if leaving else f"{who} removed {gone['first_name']}"
        case {"migrate_to_chat_id": _} | {"migrate_from_chat_id": _}:
            return f"{who} upgraded the group to a supergroup"
        case _:
            return f"{who} created the group"


def keyboard(said: Message) -> list[list[Json]] | None:
    if said.keyboard is None:
        return None
    return [[_button(button) for button in row] for row in said.keyboard["inline_keyboard"]]


def offer(query_id: str, offered: Offer) -> Json:
    """The answer to an inline query, as it is shown above the keyboard."""
    return {
        "inline_query_id": query_id,
        "results": [
            {
                "id": result.id,
                "title": result.title,
                "description": result.description,
                "text": result.content.text,
            }
            for result in offered.results
        ],
        "next_offset": offered.next_offset,
        "button": offered.button["text"] if offered.button else None,
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
