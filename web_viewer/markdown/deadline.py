"""Stops the parser in texts that are made to be slow."""

import time
from collections.abc import MutableMapping
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_DEADLINE: Final = "deadline"
_INTERRUPTED: Final = ["paragraph", "reference", "blockquote", "list"]


class TooSlow(Exception):
    """The parser has taken the time that it had."""


def patient_for(seconds: float) -> dict[str, Any]:
    """An environment for the parser: of computing, not of waiting."""
    return {_DEADLINE: time.thread_time() + seconds}


def remaining(env: MutableMapping[str, Any]) -> float:
    """Seconds; negative where none are left."""
    left: float = env[_DEADLINE] - time.thread_time()
    return left


def patience(markdown: MarkdownIt) -> None:
    """The first rule of all: it is asked before any other, and never takes anything."""
    markdown.block.ruler.before("table", "patience", _look_at_block, {"alt": _INTERRUPTED})
    markdown.inline.ruler.before("text", "patience", _look_at_inline)


def _look_at_block(state: StateBlock, _line: int, _end: int, _silent: bool) -> bool:
    return _go_on(state.env)


def _look_at_inline(state: StateInline, _silent: bool) -> bool:
    return _go_on(state.env)


def _go_on(env: MutableMapping[str, Any]) -> bool:
    if remaining(env) < 0:
        raise TooSlow
    return False
