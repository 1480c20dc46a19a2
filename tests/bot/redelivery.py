"""Repeated updates, as Telegram sends them if they were not confirmed."""

from tests.chat_message import ChatMessage
from tests.conversation import Person, Telegram


def redelivered(telegram: Telegram, person: Person, message: ChatMessage) -> None:
    world = telegram.world
    world.updates.put("message", world.render(world.state.messages[person.id][message.id]))
