"""A message as people see it in the chat tests."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_LINK = re.compile(r"https?://[^\s<>\"'()\[\]]+")
_HREF = re.compile(r'href="([^"]*)"')


@dataclass(frozen=True)
class ChatMessage:
    """A message as it was when `hears` returned it; only `deleted` is up to date."""

    view: dict[str, Any]
    _is_there: Callable[[], bool]

    @property
    def id(self) -> int:
        return int(self.view["message_id"])

    @property
    def chat_id(self) -> int:
        return int(self.view["chat_id"])

    @property
    def author(self) -> str:
        return str(self.view["from"]["first_name"])

    @property
    def reply_to(self) -> int | None:
        message_id: int | None = self.view["reply_to_message_id"]
        return message_id

    @property
    def text(self) -> str:
        return self.view["text"] or ""

    @property
    def html(self) -> str:
        return str(self.view["html"])

    @property
    def from_bot(self) -> bool:
        return bool(self.view["from_bot"])

    @property
    def document(self) -> dict[str, Any] | None:
        document: dict[str, Any] | None = self.view["document"]
        return document

    @property
    def reaction(self) -> str | None:
        reaction: str | None = self.view["reaction"]
        return reaction

    @property
    def forwarded_from(self) -> str | None:
        """The name above a forwarded message."""
        name: str | None = self.view["forwarded_from"]
        return name

    @property
    def via_bot(self) -> str | None:
        """The username of the bot whose inline result the message is."""
        username: str | None = self.view["via_bot"]
        return username

    @property
    def keyboard(self) -> list[list[dict[str, Any]]]:
        return self.view["keyboard"] or []

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for row in self.keyboard for button in row]

    @property
    def links(self) -> list[str]:
        """Every HTTP URL: in the text, of links, and on buttons."""
        hidden = [html.unescape(address) for address in _HREF.findall(self.html)]
        on_buttons = [button["url"] for row in self.keyboard for button in row if button["kind"] == "url"]
        return list(dict.fromkeys(_LINK.findall("\n".join([self.text, *hidden, *on_buttons]))))

    @property
    def link(self) -> str:
        assert self.links, f"there is no link in {self.text!r}"
        return self.links[0]

    @property
    def deleted(self) -> bool:
        return not self._is_there()

    def matches(self, pattern: str) -> bool:
        return re.search(pattern, "\n".join([self.text, *self.links])) is not None

    def __str__(self) -> str:
        who = "bot" if self.from_bot else self.author if self.chat_id < 0 else "   "
        document = (self.document or {}).get("file_name", "")
        what = self.text or self.view["kind"] or self.view["service"] or document
        return f"{self.id:>4} {who} | {what}" + "".join(f" [{text}]" for text in self.buttons)
