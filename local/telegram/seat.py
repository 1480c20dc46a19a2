"""A person's place in a chat: what they put there everybody gets."""

from local.telegram.answers import Json
from local.telegram.state import Message, Person
from local.telegram.text.formatted import Formatted
from local.telegram.world import World


class Impossible(Exception):
    """What Telegram's apps do not let people do; says why."""


class Seat:
    def __init__(self, world: World, person: Person) -> None:
        self.world = world
        self.person = person

    def must_write(self) -> None:
        """Raises Impossible where the person may not."""
        if self.person.blocked:
            raise Impossible("You have blocked the bot. Unblock it to write to it.")

    def new(self, content: Formatted, reply_to: int | None = None) -> Message:
        """A message that has its id but is not in the chat yet."""
        self.must_write()
        return Message(
            self.world.take_message_id(),
            self.person.id,
            from_bot=False,
            date=self.world.now,
            text=content.text,
            entities=content.entities,
            reply_to=reply_to,
        )

    def send(self, message: Message) -> Message:
        self.person.started = True
        self.world.add(message)
        self.tell("message", self.world.render(message))
        return message

    def tell(self, kind: str, content: Json) -> None:
        """The bot."""
        self.world.updates.put(kind, content)
        self.world.touch()
