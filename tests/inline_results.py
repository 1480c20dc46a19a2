"""The bot's inline results, as people see them in the chat tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class InlineResult:
    query_id: str
    view: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.view["id"])

    @property
    def title(self) -> str:
        return str(self.view["title"])

    @property
    def description(self) -> str:
        return str(self.view["description"])

    @property
    def text(self) -> str:
        """The text of the message that the result becomes."""
        return str(self.view["text"])


@dataclass(frozen=True)
class InlineResults:
    view: dict[str, Any]

    def __iter__(self) -> Iterator[InlineResult]:
        return (InlineResult(self.query_id, result) for result in self.view["results"])

    def __len__(self) -> int:
        return len(self.view["results"])

    def __getitem__(self, number: int) -> InlineResult:
        return InlineResult(self.query_id, self.view["results"][number])

    @property
    def query_id(self) -> str:
        return str(self.view["inline_query_id"])

    @property
    def titles(self) -> list[str]:
        return [result.title for result in self]

    @property
    def button(self) -> str | None:
        """The label of the button above the results."""
        button: str | None = self.view["button"]
        return button

    @property
    def next_offset(self) -> str:
        """The offset of the next page; empty at the end."""
        return str(self.view["next_offset"])
