"""The bot's commands: set for a scope and a language, shown to a person by the nearest one."""

from local.telegram.answers import Json
from local.telegram.state import Person, State


def key(scope: Json | None, language_code: str | None) -> str:
    """Under which the state keeps the commands of a scope."""
    scope = scope or {"type": "default"}
    return ":".join([scope["type"], str(scope.get("chat_id", "")), language_code or ""])


def for_person(state: State, person: Person) -> list[Json]:
    """Telegram Bot API, "Determining list of commands", in a chat with the bot."""
    scopes: list[Json] = [
        {"type": "chat", "chat_id": person.id},
        {"type": "all_private_chats"},
        {"type": "default"},
    ]
    for scope in scopes:
        for language in (person.language_code[:2], ""):
            if commands := state.commands.get(key(scope, language)):
                return commands
    return []
