"""People, and what they do outside of a chat: join, choose a language, block the bot."""

from local.telegram import api_json, page_json
from local.telegram.author import Author
from local.telegram.inline import Inline
from local.telegram.json_values import Json
from local.telegram.participant import Participant
from local.telegram.state import FIRST_PERSON_ID, Chat, Person
from local.telegram.world import World


class People:
    """Finds people and adds new ones, and gives access to their actions in chats."""

    def __init__(self, world: World) -> None:
        self._world = world

    def join(self, first_name: str, username: str | None = None, language_code: str = "en") -> Person:
        person = Person(FIRST_PERSON_ID + len(self._world.state.people), first_name, username, language_code)
        self._world.state.people[person.id] = person
        self._world.touch()
        return person

    def named(self, first_name: str) -> Person | None:
        """Return the first person with this first name."""
        return next((p for p in self._world.state.people.values() if p.first_name == first_name), None)

    def participant(self, person: Person, chat: Chat | None = None) -> Participant:
        """Return the person's actions in a group, or without `chat` in the chat with the bot."""
        return Participant(Author(self._world, person, chat))

    def inline(self, person: Person, chat: Chat | None = None) -> Inline:
        """Return the person's inline queries in a group, or without `chat` in the chat with the bot."""
        return Inline(Author(self._world, person, chat))

    def set_language(self, person: Person, language_code: str) -> None:
        """Set the language of the person's app, which updates carry as `language_code`."""
        person.language_code = language_code
        self._publish(person)
        self._world.publish_command_menus(person)

    def block(self, person: Person, *, blocked: bool) -> None:
        """Block or unblock the bot, which gets an update of it."""
        if person.blocked == blocked:
            return
        person.blocked = blocked
        kicked = {"user": self._world.bot, "status": "kicked", "until_date": 0}
        member = {"user": self._world.bot, "status": "member"}
        change = (member, kicked) if blocked else (kicked, member)
        update = {"chat": api_json.chat(person), "from": api_json.user(person), "date": self._world.now}
        self._put("my_chat_member", {**update, "old_chat_member": change[0], "new_chat_member": change[1]})
        self._publish(person)

    def _publish(self, person: Person) -> None:
        self._world.events.publish(person.id, "person", page_json.person(person))
        self._world.touch()

    def _put(self, kind: str, content: Json) -> None:
        self._world.updates.put(kind, content)
        self._world.touch()
