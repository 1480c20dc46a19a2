"""A person as the author of messages in one chat."""

from local.telegram.json_values import Json
from local.telegram.privacy_mode import bot_receives
from local.telegram.state import Chat, Group, Message, Person
from local.telegram.text.formatted import Formatted
from local.telegram.world import World


class Impossible(Exception):
    """An action that Telegram's apps do not offer or refuse; the text is a sentence for the person."""


class Author:
    """Sends a person's messages to the members of a chat, and to the bot as privacy mode allows.

    Without a chat it is the private one with the bot.
    """

    def __init__(self, world: World, person: Person, chat: Chat | None = None) -> None:
        self.world = world
        self.person = person
        self.chat = chat or person

    def check_may_write(self) -> None:
        """Raise Impossible when the person may not write here."""
        if isinstance(self.chat, Group):
            if self.person.id not in self.chat.present:
                raise Impossible("You're not in this group.")
        elif self.person.blocked:
            raise Impossible("You've blocked the bot. Unblock it to send messages.")

    def new(self, content: Formatted, reply_to: int | None = None) -> Message:
        """Return a message that has its id but is not in the chat yet. Raises Impossible."""
        self.check_may_write()
        return Message(
            self.world.take_message_id(self.chat),
            self.chat.id,
            from_bot=False,
            date=self.world.now,
            author_id=self.person.id,
            text=content.text,
            entities=content.entities,
            reply_to=reply_to,
            anonymous=isinstance(self.chat, Group) and self.chat.is_anonymous(self.person.id),
        )

    def send(self, message: Message) -> Message:
        if self.chat is self.person:
            self.person.started = True
        self.world.add(message)
        self.put_message("message", message)
        return message

    def put_message(self, kind: str, message: Message) -> None:
        """Put an update of this kind for the bot, if it receives the message."""
        if bot_receives(self.world.state, self.world.bot, message):
            self.put(kind, self.world.render(message))
        self.world.touch()

    def put(self, kind: str, content: Json) -> None:
        self.world.updates.put(kind, content)
        self.world.touch()
