"""Who the people are, and what they do outside of any chat: join, choose a language, block the bot."""

from local.telegram import api_json, page_json
from local.telegram.author import Seat
from local.telegram.errors import Json
from local.telegram.inline import Inline
from local.telegram.participant import Talk
from local.telegram.state import FIRST_PERSON_ID, Chat, Person
from local.telegram.world import World


class People:
    def __init__(self, world: World) -> None:
        self._world = world

    def join(self, first_name: str, username: str | None = None, language_code: str = "en") -> Person:
        person = Person(FIRST_PERSON_ID + len(self._world.state.people), first_name, username, language_code)
        self._world.state.people[person.id] = person
        self._world.touch()
        return person

    def named(self, first_name: str) -> Person | None:
        return next((p for p in self._world.state.people.values() if p.first_name == first_name), None)

    def talk(self, person: Person, chat: Chat | None = None) -> Talk:
        """In the chat with the bot, or in a group."""
        return Talk(Seat(self._world, person, chat))

    def inline(self, person: Person, chat: Chat | None = None) -> Inline:
        return Inline(Seat(self._world, person, chat))

    def speak(self, person: Person, language_code: str) -> None:
        """Sets the app's language, which bots are told."""
        person.language_code = language_code
        self._show(person)
        self._world.show_menus(person)

    def block(self, person: Person, *, blocked: bool) -> None:
        if person.blocked == blocked:
            return
        person.blocked = blocked
        kicked = {"user": self._world.bot, "status": "kicked", "until_date": 0}
        member = {"user": self._world.bot, "status": "member"}
        change = (member, kicked) if blocked else (kicked, member)
        told = {"chat": api_json.chat(person), "from": api_json.user(person), "date": self._world.now}
        self._put("my_chat_member", {**told, "old_chat_member": change[0], "new_chat_member": change[1]})
        self._show(person)

    def _show(self, person: Person) -> None:
        self._world.events.publish(person.id, "person", page_json.person(person))
        self._world.touch()

    def _put(self, kind: str, content: Json) -> None:
        self._world.updates.put(kind, content)
        self._world.touch()
