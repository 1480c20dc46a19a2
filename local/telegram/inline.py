"""Inline mode: a person types the bot's username and a query in a chat, and picks a result."""

import secrets

from local.telegram import api_json, page_json
from local.telegram.author import Author, Impossible
from local.telegram.inline_answers import InlineAnswer, InlineQuery, InlineResult
from local.telegram.state import Group, Message
from local.telegram.text.detection import detect_entities
from local.telegram.text.formatted import Formatted


class Inline:
    """Inline queries of a person in one chat. Actions that are not possible raise Impossible."""

    def __init__(self, author: Author) -> None:
        self._author = author
        self._world = author.world

    def ask(self, query: str, offset: str = "") -> str:
        """Send an inline query, or answer it from the cache; return its id."""
        person = self._author.person
        opened = self._world.queries.ask(person.id, self._author.chat.id)
        known = self._world.inline_answers.open(opened.id, InlineQuery(person.id, query, offset))
        if known is not None:
            self._world.queries.answer(opened.id)
            self._world.events.publish(person.id, "inline_results", page_json.inline_answer(opened.id, known))
            return opened.id
        update = {"id": opened.id, "from": api_json.user(person), "query": query, "offset": offset}
        self._author.put("inline_query", {**update, "chat_type": self._chat_type()})
        return opened.id

    def pick(self, query_id: str, result_id: str, reply_to: int | None = None) -> Message:
        """Send a result as the person's own message."""
        sent_query, answer = self._answered(query_id)
        result = next((result for result in answer.results if result.id == result_id), None)
        if result is None:
            raise Impossible("There is no such result.")
        message = self._message(result, reply_to)
        self._send_feedback(sent_query, result, message)
        return self._author.send(message)

    def press_button(self, query_id: str) -> Message:
        """Press the button above the results, which sends /start with its parameter in the private chat."""
        _, answer = self._answered(query_id)
        if answer.button is None or "start_parameter" not in answer.button:
            raise Impossible("There is no such button to press.")
        private = Author(self._world, self._author.person)
        command = Formatted(f"/start {answer.button['start_parameter']}")
        return private.send(private.new(detect_entities(command)))

    def _answered(self, query_id: str) -> tuple[InlineQuery, InlineAnswer]:
        known = self._world.inline_answers.find(self._author.person.id, query_id)
        if known is None:
            raise Impossible("These results have expired. Search again.")
        return known

    def _message(self, result: InlineResult, reply_to: int | None) -> Message:
        message = self._author.new(result.content, reply_to)
        message.via_bot = True
        message.keyboard, message.file_id = result.keyboard, result.file_id
        message.link_preview = result.link_preview
        if message.keyboard is not None:
            message.inline_id = secrets.token_urlsafe(20)
            self._world.state.inline_messages[message.inline_id] = (message.chat_id, message.message_id)
        return message

    def _send_feedback(self, sent_query: InlineQuery, result: InlineResult, message: Message) -> None:
        if not self._world.state.inline_feedback:
            return
        sender = api_json.user(self._author.person)
        chosen = {"result_id": result.id, "from": sender, "query": sent_query.query}
        if message.inline_id is not None:
            chosen["inline_message_id"] = message.inline_id
        self._author.put("chosen_inline_result", chosen)

    def _chat_type(self) -> str:
        """Return the type of the chat, "sender" for the one with the bot. Telegram Bot API, InlineQuery."""
        chat = self._author.chat
        return api_json.chat(chat)["type"] if isinstance(chat, Group) else "sender"
