"""What people do: talk to the bot, send it files, press its buttons, block it."""

from pathlib import Path

from local.telegram import command_menus, page_views, rendering
from local.telegram.answers import Json
from local.telegram.state import FIRST_PERSON_ID, Kind, Message, Person, StoredFile
from local.telegram.text import utf16
from local.telegram.text.detection import detected
from local.telegram.text.formatted import Formatted
from local.telegram.world import World

# Telegram Bot API, sendMessage and sendDocument: UTF-16 code units.
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
# The smallest thing of each kind that a program would open.
_SAMPLES = {
    Kind.STICKER: ("sticker.webp", "image/webp", b"RIFF\x04\x00\x00\x00WEBP"),
    Kind.PHOTO: ("photo.jpg", "image/jpeg", b"\xff\xd8\xff\xd9"),
    Kind.VOICE: ("voice.ogg", "audio/ogg", b"OggS"),
}


class Impossible(Exception):
    """What Telegram's apps do not let people do; says why."""


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

    def say(self, person: Person, text: str, reply_to: int | None = None) -> list[Message]:
        """A text that is too long for one message travels as several."""
        parts = utf16.split(text.strip(), TEXT_LIMIT)
        if not parts:
            raise Impossible("An empty message cannot be sent.")
        contents = [detected(Formatted(part)) for part in parts]
        return [self._send(person, self._new(person, content, reply_to)) for content in contents]

    def send_file(self, person: Person, name: str, content: bytes | Path, caption: str = "") -> Message:
        """The content, or where it has been written to: a draft of the world's files."""
        if utf16.length(caption) > CAPTION_LIMIT:
            raise Impossible(f"A caption has at most {CAPTION_LIMIT} characters.")
        message = self._new(person, detected(Formatted(caption.strip())), None)
        files = self._world.files
        file = files.keep(content, name) if isinstance(content, Path) else files.write(content, name)
        return self._send_stored(person, message, file)

    def send_kind(self, person: Person, kind: Kind) -> Message:
        """A sticker, a photo or a voice message."""
        name, mime_type, content = _SAMPLES[kind]
        message = self._new(person, Formatted(""), None)
        message.kind = kind
        return self._send_stored(person, message, self._world.files.write(content, name, mime_type))

    def edit(self, person: Person, message_id: int, text: str) -> Message:
        message = self._world.message(person, message_id)
        if message is None or message.from_bot or message.kind:
            raise Impossible("Only one's own texts and captions can be edited.")
        if not text.strip() or utf16.length(text) > (CAPTION_LIMIT if message.file_id else TEXT_LIMIT):
            raise Impossible("The new text is empty or too long.")
        message.rewrite(detected(Formatted(text.strip())))
        message.edit_date = self._world.now
        self._world.show_edited(message)
        self._put("edited_message", self._world.render(message))
        return message

    def press(self, person: Person, message_id: int, row: int, column: int) -> str:
        """The id of the callback query that the bot has to answer."""
        self._may_write(person)
        message = self._world.message(person, message_id)
        button = _button(message, row, column) if message else None
        if message is None or button is None or "callback_data" not in button:
            raise Impossible("There is no such button to press.")
        query = self._world.queries.ask(person.id)
        pressed = {"id": query.id, "from": rendering.user(person), "message": self._world.render(message)}
        self._put(
            "callback_query", {**pressed, "chat_instance": str(person.id), "data": button["callback_data"]}
        )
        return query.id

    def ask_inline(self, person: Person, query: str, offset: str = "") -> str:
        """Types the bot's name and a query in some chat."""
        asked = self._world.queries.ask(person.id)
        told = {"id": asked.id, "from": rendering.user(person), "query": query, "offset": offset}
        self._put("inline_query", {**told, "chat_type": "sender"})
        return asked.id

    def speak(self, person: Person, language_code: str) -> None:
        """Sets the app's language, which bots are told."""
        person.language_code = language_code
        self._show(person)
        menu = command_menus.for_person(self._world.state, person)
        self._world.events.publish(person.id, "commands", menu)

    def block(self, person: Person, *, blocked: bool) -> None:
        if person.blocked == blocked:
            return
        person.blocked = blocked
        kicked = {"user": self._world.bot, "status": "kicked", "until_date": 0}
        member = {"user": self._world.bot, "status": "member"}
        change = (member, kicked) if blocked else (kicked, member)
        told = {"chat": rendering.chat(person), "from": rendering.user(person), "date": self._world.now}
        self._put("my_chat_member", {**told, "old_chat_member": change[0], "new_chat_member": change[1]})
        self._show(person)

    def _show(self, person: Person) -> None:
        self._world.events.publish(person.id, "person", page_views.person(person))
        self._world.touch()

    def _new(self, person: Person, content: Formatted, reply_to: int | None) -> Message:
        self._may_write(person)
        message_id = self._world.take_message_id()
        return Message(
            message_id,
            person.id,
            from_bot=False,
            date=self._world.now,
            text=content.text,
            entities=content.entities,
            reply_to=reply_to,
        )

    def _may_write(self, person: Person) -> None:
        if person.blocked:
            raise Impossible("You have blocked the bot. Unblock it to write to it.")

    def _send_stored(self, person: Person, message: Message, file: StoredFile) -> Message:
        self._world.state.files[file.file_id] = file
        message.file_id = file.file_id
        return self._send(person, message)

    def _send(self, person: Person, message: Message) -> Message:
        person.started = True
        self._world.add(message)
        self._put("message", self._world.render(message))
        return message

    def _put(self, kind: str, content: Json) -> None:
        self._world.updates.put(kind, content)
        self._world.touch()


def _button(message: Message, row: int, column: int) -> Json | None:
    rows = (message.keyboard or {"inline_keyboard": []})["inline_keyboard"]
    known = 0 <= row < len(rows) and 0 <= column < len(rows[row])
    return rows[row][column] if known else None
