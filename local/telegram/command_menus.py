"""The bot's commands: set for a scope and a language, shown to a person by the nearest one."""

from local.telegram.errors import Json
from local.telegram.state import Group, Person, State, Status


def key(scope: Json | None, language_code: str | None) -> str:
    """Under which the state keeps the commands of a scope."""
    scope = scope or {"type": "default"}
    parts = [scope["type"], str(scope.get("chat_id", "")), language_code or ""]
    return ":".join([*parts, str(scope["user_id"])] if "user_id" in scope else parts)


def for_person(state: State, person: Person, group: Group | None = None) -> list[Json]:
    """Telegram Bot API, "Determining list of commands", in a group or else in the chat with the bot."""
    for scope in _in_group(person, group) if group else _in_private(person):
        for language in (person.language_code[:2], ""):
            if commands := state.commands.get(key(scope, language)):
                return commands
    return []


def _in_private(person: Person) -> list[Json]:
    return [{"type": "chat", "chat_id": person.id}, {"type": "all_private_chats"}, {"type": "default"}]


def _in_group(person: Person, group: Group) -> list[Json]:
    here: Json = {"chat_id": group.id}
    running = (Status.CREATOR, Status.ADMINISTRATOR)
    runs = person.id in group.members and group.members[person.id].status in running
    return [
        {"type": "chat_member", "user_id": person.id, **here},
        *([{"type": "chat_administrators", **here}] if runs else []),
        {"type": "chat", **here},
        *([{"type": "all_chat_administrators"}] if runs else []),
        {"type": "all_group_chats"},
        {"type": "default"},
    ]
