"""Command menus: each person sees the commands of the narrowest scope that matches, in their language."""

from local.telegram.json_values import Json
from local.telegram.state import Group, Person, State


def key(scope: Json | None, language_code: str | None) -> str:
    """Return the key of a scope and language in `State.commands`."""
    scope = scope or {"type": "default"}
    parts = [scope["type"], str(scope.get("chat_id", "")), language_code or ""]
    return ":".join([*parts, str(scope["user_id"])] if "user_id" in scope else parts)


def for_person(state: State, person: Person, group: Group | None = None) -> list[Json]:
    """Return the commands shown in the group, or without one in the private chat with the bot.

    Telegram Bot API, "Determining list of commands".
    """
    for scope in _in_group(person, group) if group else _in_private(person):
        for language in (person.language_code[:2], ""):
            if commands := state.commands.get(key(scope, language)):
                return commands
    return []


def _in_private(person: Person) -> list[Json]:
    return [{"type": "chat", "chat_id": person.id}, {"type": "all_private_chats"}, {"type": "default"}]


def _in_group(person: Person, group: Group) -> list[Json]:
    chat: Json = {"chat_id": group.id}
    is_administrator = person.id in group.administrators
    return [
        {"type": "chat_member", "user_id": person.id, **chat},
        *([{"type": "chat_administrators", **chat}] if is_administrator else []),
        {"type": "chat", **chat},
        *([{"type": "all_chat_administrators"}] if is_administrator else []),
        {"type": "all_group_chats"},
        {"type": "default"},
    ]
