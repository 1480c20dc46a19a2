"""The actions of a person in a chat: write, edit, forward, send files, press buttons."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from local.telegram import api_json
from local.telegram.author import Author, Impossible
from local.telegram.forwarding import ExternalMessage, forward
from local.telegram.json_values import Json
from local.telegram.state import Kind, Message, StoredFile
from local.telegram.text import utf16
from local.telegram.text.detection import detect_entities
from local.telegram.text.formatted import NO_TEXT, Entity, Formatted
from local.telegram.text.splitting import App, split

# Telegram Bot API, sendMessage and sendDocument: UTF-16 code units.
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
# Telegram Bot API, sendMediaGroup.
ALBUM_SIZE = 10
# A file's name, and its content or the path of an upload (`Files.upload_path`).
NamedFile = tuple[str, bytes | Path]
# The smallest valid file of each kind.
_SAMPLES = {
    Kind.STICKER: ("sticker.webp", "image/webp", b"RIFF\x04\x00\x00\x00WEBP"),
    Kind.PHOTO: ("photo.jpg", "image/jpeg", b"\xff\xd8\xff\xd9"),
    Kind.VOICE: ("voice.ogg", "audio/ogg", b"OggS"),
}
# Telegram Bot API, "HTML style": the link that mentions a user by id.
_USER_LINK = "tg://user?id="


class Participant:
    """A person in one chat. Actions take effect at once; those that are not allowed raise Impossible."""

    def __init__(self, author: Author) -> None:
        self._author = author
        self._world = author.world
        self._person = author.person

    def say(self, content: Formatted, reply_to: int | None = None, app: App = App.PHONE) -> list[Message]:
        """Send a text, as several messages if it is too long for one."""
        parts = split(self._normalized(content), TEXT_LIMIT, app)
        if not parts:
            raise Impossible("You can't send an empty message.")
        return [self._author.send(self._author.new(detect_entities(part), reply_to)) for part in parts]

    def send_file(
        self, name: str, content: bytes | Path, caption: Formatted = NO_TEXT, reply_to: int | None = None
    ) -> Message:
        """Send a file; `content` is its bytes or the path of an upload (`Files.upload_path`)."""
        return self._send_in_album((name, content), self._caption(caption), None, reply_to)

    def send_album(
        self,
        files: Sequence[NamedFile],
        caption: Formatted = NO_TEXT,
        captioned: int = 0,
        reply_to: int | None = None,
    ) -> list[Message]:
        """Send each file as a message, the one at index `captioned` with the caption.

        More than ten files form several albums.
        """
        content = self._caption(caption)
        if not 0 <= captioned < len(files):
            raise Impossible("There is no file to send.")
        sent: list[Message] = []
        for start in range(0, len(files), ALBUM_SIZE):
            group = files[start : start + ALBUM_SIZE]
            album = self._world.new_media_group_id() if len(group) > 1 else None
            for file in group:
                text = content if len(sent) == captioned else NO_TEXT
                sent.append(self._send_in_album(file, text, album, reply_to))
        return sent

    def _caption(self, given: Formatted) -> Formatted:
        if utf16.length(given.text) > CAPTION_LIMIT:
            raise Impossible(f"A caption has at most {CAPTION_LIMIT} characters.")
        return detect_entities(self._normalized(given))

    def _send_in_album(
        self, named: NamedFile, caption: Formatted, album: str | None, reply_to: int | None
    ) -> Message:
        message = self._author.new(caption, reply_to)
        message.album = album
        name, content = named
        files = self._world.files
        file = files.store_upload(content, name) if isinstance(content, Path) else files.write(content, name)
        return self._send_stored(message, file)

    def send_kind(self, kind: Kind, caption: Formatted = NO_TEXT) -> Message:
        """Send a sticker, a photo or a voice message."""
        name, mime_type, content = _SAMPLES[kind]
        message = self._author.new(self._caption(caption))
        message.kind = kind
        return self._send_stored(message, self._world.files.write(content, name, mime_type))

    def forward(self, originals: Sequence[Message | ExternalMessage]) -> list[Message]:
        return forward(self._author, originals)

    def edit(self, message_id: int, content: Formatted) -> Message:
        self._author.check_may_write()
        message = self._world.message(self._author.chat, message_id)
        if message is None or not self._is_own(message) or _is_textless(message):
            raise Impossible("You can only edit your own texts and captions.")
        content = self._normalized(content)
        limit = CAPTION_LIMIT if message.file_id else TEXT_LIMIT
        if not content.text or utf16.length(content.text) > limit:
            raise Impossible("The new text is empty or too long.")
        message.rewrite(detect_entities(content))
        message.edit_date = self._world.now
        self._world.publish_edited(message)
        self._author.put_message("edited_message", message)
        return message

    def _is_own(self, message: Message) -> bool:
        made_elsewhere = message.from_bot or message.via_bot or message.origin
        return not made_elsewhere and message.author == self._person.id

    def press(self, message_id: int, row: int, column: int) -> str:
        """Press a callback button; return the id of the callback query."""
        self._author.check_may_write()
        chat = self._author.chat
        message = self._world.message(chat, message_id)
        button = _button(message, row, column) if message else None
        if message is None or button is None or "callback_data" not in button:
            raise Impossible("There is no such button to press.")
        query = self._world.queries.ask(self._person.id, chat.id)
        sender, shown = api_json.user(self._person), self._world.render(message)
        update = {"id": query.id, "from": sender, "chat_instance": str(chat.id)}
        update |= {"inline_message_id": message.inline_id} if message.inline_id else {"message": shown}
        self._author.put("callback_query", {**update, "data": button["callback_data"]})
        return query.id

    def _normalized(self, content: Formatted) -> Formatted:
        """Return the normalized content, with links to a person of this Telegram as mentions."""
        result = content.normalized()
        return replace(result, entities=tuple(map(self._mention, result.entities)))

    def _mention(self, entity: Entity) -> Entity:
        person_id = (entity.url or "").removeprefix(_USER_LINK)
        person = self._world.state.people.get(int(person_id)) if person_id.isdecimal() else None
        if person is None:
            return entity
        return replace(entity, type="text_mention", url=None, user=api_json.user(person))

    def _send_stored(self, message: Message, file: StoredFile) -> Message:
        message.file_id = self._world.store(file).file_id
        return self._author.send(message)


def _is_textless(message: Message) -> bool:
    """Return whether it is a service message, or media without a caption."""
    return bool(message.service or (message.kind and not message.text))


def _button(message: Message, row: int, column: int) -> Json | None:
    rows = (message.keyboard or {"inline_keyboard": []})["inline_keyboard"]
    known = 0 <= row < len(rows) and 0 <= column < len(rows[row])
    return rows[row][column] if known else None
