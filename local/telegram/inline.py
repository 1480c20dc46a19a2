"""Inline mode: a person types the bot's name and some words in any of their chats, and picks a result."""

import secrets

from local.telegram import api_json, page_json
from local.telegram.author import Impossible, Seat
from local.telegram.inline_answers import Asked, Offer, Result
from local.telegram.state import Group, Message
from local.telegram.text.detection import detected
from local.telegram.text.formatted import Formatted


class Inline:
    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._world = seat.world

    def ask(self, query: str, offset: str = "") -> str:
        """The id of the inline query, under which its results will be shown."""
        person = self._seat.person
        asked = self._world.queries.ask(person.id, self._seat.chat.id)
        known = self._world.offers.ask(asked.id, Asked(person.id, query, offset))
        if known is not None:
            self._world.queries.answer(asked.id)
            self._world.events.publish(person.id, "inline_results", page_json.offer(asked.id, known))
            return asked.id
        told = {"id": asked.id, "from": api_json.user(person), "query": query, "offset": offset}
        self._seat.put("inline_query", {**told, "chat_type": self._chat_type()})
        return asked.id

    def pick(self, query_id: str, result_id: str, reply_to: int | None = None) -> Message:
        """Sends a result as a message of the person's own."""
        asked, offer = self._offered(query_id)
        result = next((result for result in offer.results if result.id == result_id), None)
        if result is None:
            raise Impossible("There is no such result.")
        message = self._message(result, reply_to)
        self._feed_back(asked, result, message)
        return self._seat.send(message)

    def press_button(self, query_id: str) -> Message:
        """The button above the results starts the bot with a parameter, in the chat with it."""
        _, offer = self._offered(query_id)
        if offer.button is None or "start_parameter" not in offer.button:
            raise Impossible("There is no such button to press.")
        private = Seat(self._world, self._seat.person)
        return private.send(private.new(detected(Formatted(f"/start {offer.button['start_parameter']}"))))

    def _offered(self, query_id: str) -> tuple[Asked, Offer]:
        known = self._world.offers.to(self._seat.person.id, query_id)
        if known is None:
            raise Impossible("These results are gone. Ask again.")
        return known

    def _message(self, result: Result, reply_to: int | None) -> Message:
        message = self._seat.new(result.content, reply_to)
        message.via_bot = True
        message.keyboard, message.file_id = result.keyboard, result.file_id
        message.link_preview = result.link_preview
        if message.keyboard is not None:
            message.inline_id = secrets.token_urlsafe(20)
            self._world.state.inline_messages[message.inline_id] = (message.chat_id, message.message_id)
        return message

    def _feed_back(self, asked: Asked, result: Result, message: Message) -> None:
        if not self._world.state.inline_feedback:
            return
        chosen = {"result_id": result.id, "from": api_json.user(self._seat.person), "query": asked.query}
        if message.inline_id is not None:
            chosen["inline_message_id"] = message.inline_id
        self._seat.put("chosen_inline_result", chosen)

    def _chat_type(self) -> str:
        """Telegram Bot API, InlineQuery: "sender" is the chat with the bot itself."""
        chat = self._seat.chat
        return api_json.chat(chat)["type"] if isinstance(chat, Group) else "sender"
