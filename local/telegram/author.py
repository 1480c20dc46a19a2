"""A person's place in a chat: what they put there everybody gets, and the bot as far as it may."""

from local.telegram.errors import Json
from local.telegram.privacy_mode import hears
from local.telegram.state import Chat, Group, Message, Person
from local.telegram.text.formatted import Formatted
from local.telegram.world import World


class Impossible(Exception):
    """What Telegram's apps do not let people do; says why."""


class Seat:
    """Without a chat it is the one with the bot."""

    def __init__(self, world: World, person: Person, chat: Chat | None = None) -> None:
        self.world = world
        self.person = person
        self.chat = chat or person

    def must_write(self) -> None:
        """Raises Impossible where the person may not."""
        if isinstance(self.chat, Group):
            if self.person.id not in self.chat.present:
                raise Impossible("You are not in this group.")
        elif self.person.blocked:
            raise Impossible("You have blocked the bot. Unblock it to write to it.")

    def new(self, content: Formatted, reply_to: int | None = None) -> Message:
        """A message that has its id but is not in the chat yet."""
        self.must_write()
        return Message(
            self.world.take_message_id(self.chat),
            self.chat.id,
            from_bot=False,
            date=self.world.now,
            author_id=self.person.id,
            text=content.text,
            entities=content.entities,
            reply_to=reply_to,
            anonymous=isinstance(self.chat, Group) and self.chat.hides(self.person.id),
        )

    def send(self, message: Message) -> Message:
        if self.chat is self.person:
            self.person.started = True
        self.world.add(message)
        self.tell("message", message)
        return message

    def tell(self, kind: str, message: Message) -> None:
        """The bot, if it hears this message."""
        if hears(self.world.state, self.world.bot, message):
            self.put(kind, self.world.render(message))
        self.world.touch()

    def put(self, kind: str, content: Json) -> None:
        self.world.updates.put(kind, content)
        self.world.touch()
