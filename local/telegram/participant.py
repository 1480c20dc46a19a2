"""What a person does in a chat: says and edits things, sends files, presses buttons."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from local.telegram import api_json
from local.telegram.author import Impossible, Seat
from local.telegram.errors import Json
from local.telegram.forwarding import Elsewhere, forward
from local.telegram.state import Kind, Message, StoredFile
from local.telegram.text import utf16
from local.telegram.text.detection import detected
from local.telegram.text.formatted import NO_WORDS, Entity, Formatted
from local.telegram.text.splitting import App, cut

# Telegram Bot API, sendMessage and sendDocument: UTF-16 code units.
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
# Telegram Bot API, sendMediaGroup.
ALBUM_SIZE = 10
# A file's name, and its content or the draft that holds it.
Named = tuple[str, bytes | Path]
# The smallest thing of each kind that a program would open.
_SAMPLES = {
    Kind.STICKER: ("sticker.webp", "image/webp", b"RIFF\x04\x00\x00\x00WEBP"),
    Kind.PHOTO: ("photo.jpg", "image/jpeg", b"\xff\xd8\xff\xd9"),
    Kind.VOICE: ("voice.ogg", "audio/ogg", b"OggS"),
}
# Telegram Bot API, "HTML style": how somebody without a username is mentioned.
_PERSON_LINK = "tg://user?id="


class Talk:
    """All that the person does happens at once; raises Impossible."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._world = seat.world
        self._person = seat.person

    def say(self, content: Formatted, reply_to: int | None = None, app: App = App.PHONE) -> list[Message]:
        """A text that is too long for one message travels as several."""
        parts = cut(self._settled(content), TEXT_LIMIT, app)
        if not parts:
            raise Impossible("An empty message cannot be sent.")
        return [self._seat.send(self._seat.new(detected(part), reply_to)) for part in parts]

    def send_file(
        self, name: str, content: bytes | Path, caption: Formatted = NO_WORDS, reply_to: int | None = None
    ) -> Message:
        """The content, or where it has been written to: a draft of the world's files."""
        return self._send_in_album((name, content), self._caption(caption), None, reply_to)

    def send_album(
        self,
        files: Sequence[Named],
        caption: Formatted = NO_WORDS,
        captioned: int = 0,
        reply_to: int | None = None,
    ) -> list[Message]:
        """Each file is a message, one of them with the caption; more than ten are several albums."""
        content = self._caption(caption)
        if not 0 <= captioned < len(files):
            raise Impossible("There is no file to send.")
        sent: list[Message] = []
        for start in range(0, len(files), ALBUM_SIZE):
            together = files[start : start + ALBUM_SIZE]
            album = self._world.take_album_id() if len(together) > 1 else None
            for file in together:
                words = content if len(sent) == captioned else NO_WORDS
                sent.append(self._send_in_album(file, words, album, reply_to))
        return sent

    def _caption(self, given: Formatted) -> Formatted:
        if utf16.length(given.text) > CAPTION_LIMIT:
            raise Impossible(f"A caption has at most {CAPTION_LIMIT} characters.")
        return detected(self._settled(given))

    def _send_in_album(
        self, named: Named, caption: Formatted, album: str | None, reply_to: int | None
    ) -> Message:
        message = self._seat.new(caption, reply_to)
        message.album = album
        name, content = named
        files = self._world.files
        file = files.keep(content, name) if isinstance(content, Path) else files.write(content, name)
        return self._send_stored(message, file)

    def send_kind(self, kind: Kind, caption: Formatted = NO_WORDS) -> Message:
        """A sticker, a photo or a voice message."""
        name, mime_type, content = _SAMPLES[kind]
        message = self._seat.new(self._caption(caption))
        message.kind = kind
        return self._send_stored(message, self._world.files.write(content, name, mime_type))

    def forward(self, originals: Sequence[Message | Elsewhere]) -> list[Message]:
        return forward(self._seat, originals)

    def edit(self, message_id: int, content: Formatted) -> Message:
        self._seat.must_write()
        message = self._world.message(self._seat.chat, message_id)
        if message is None or not self._is_own(message) or _is_wordless(message):
            raise Impossible("Only one's own texts and captions can be edited.")
        content = self._settled(content)
        limit = CAPTION_LIMIT if message.file_id else TEXT_LIMIT
        if not content.text or utf16.length(content.text) > limit:
            raise Impossible("The new text is empty or too long.")
        message.rewrite(detected(content))
        message.edit_date = self._world.now
        self._world.show_edited(message)
        self._seat.tell("edited_message", message)
        return message

    def _is_own(self, message: Message) -> bool:
        made_elsewhere = message.from_bot or message.via_bot or message.origin
        return not made_elsewhere and message.author == self._person.id

    def press(self, message_id: int, row: int, column: int) -> str:
        """The id of the callback query that the bot has to answer."""
        self._seat.must_write()
        chat = self._seat.chat
        message = self._world.message(chat, message_id)
        button = _button(message, row, column) if message else None
        if message is None or button is None or "callback_data" not in button:
            raise Impossible("There is no such button to press.")
        query = self._world.queries.ask(self._person.id, chat.id)
        presser, pressed = api_json.user(self._person), self._world.render(message)
        told = {"id": query.id, "from": presser, "chat_instance": str(chat.id)}
        told |= {"inline_message_id": message.inline_id} if message.inline_id else {"message": pressed}
        self._seat.put("callback_query", {**told, "data": button["callback_data"]})
        return query.id

    def _settled(self, content: Formatted) -> Formatted:
        """A link to a person of this Telegram is a mention, as the apps send it."""
        settled = content.settled()
        return replace(settled, entities=tuple(map(self._mention, settled.entities)))

    def _mention(self, entity: Entity) -> Entity:
        person_id = (entity.url or "").removeprefix(_PERSON_LINK)
        person = self._world.state.people.get(int(person_id)) if person_id.isdecimal() else None
        if person is None:
            return entity
        return replace(entity, type="text_mention", url=None, user=api_json.user(person))

    def _send_stored(self, message: Message, file: StoredFile) -> Message:
        message.file_id = self._world.store(file).file_id
        return self._seat.send(message)


def _is_wordless(message: Message) -> bool:
    """What happened in the chat, a sticker, and what was sent without a caption."""
    return bool(message.service or (message.kind and not message.text))


def _button(message: Message, row: int, column: int) -> Json | None:
    rows = (message.keyboard or {"inline_keyboard": []})["inline_keyboard"]
    known = 0 <= row < len(rows) and 0 <= column < len(rows[row])
    return rows[row][column] if known else None
