"""A deadline for markdown-it, because some texts are made to be slow to parse."""

import time
from collections.abc import MutableMapping
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_DEADLINE: Final = "deadline"
_INTERRUPTIBLE: Final = ["paragraph", "reference", "blockquote", "list"]


class TooSlow(Exception):
    """The deadline has passed."""


def time_limit(seconds: float) -> dict[str, Any]:
    """Return an environment for the parser with a limit of CPU time from now on."""
    return {_DEADLINE: time.thread_time() + seconds}


def remaining_seconds(env: MutableMapping[str, Any]) -> float:
    """Return the CPU time until the deadline; negative after it."""
    remaining: float = env[_DEADLINE] - time.thread_time()
    return remaining


def deadline_plugin(markdown: MarkdownIt) -> None:
    """Add rules that are tried before all others, never match, and raise TooSlow after the deadline."""
    markdown.block.ruler.before("table", "deadline", _check_block, {"alt": _INTERRUPTIBLE})
    markdown.inline.ruler.before("text", "deadline", _check_inline)


def _check_block(state: StateBlock, _line: int, _end: int, _silent: bool) -> bool:
    return _check(state.env)


def _check_inline(state: StateInline, _silent: bool) -> bool:
    return _check(state.env)


def _check(env: MutableMapping[str, Any]) -> bool:
    if remaining_seconds(env) < 0:
        raise TooSlow
    return False
