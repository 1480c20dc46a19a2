"""What `make run` shows: every service's lines under its name, and where to go when all is ready."""

import os
import sys
from typing import Final

_COLOURS: Final = {"bot": 36, "viewer": 32, "notifier": 35, "telegram": 34}  # ANSI, SGR
_WIDTH: Final = max(map(len, _COLOURS))


def show(name: str, line: str) -> None:
    """Nobody who reads is no reason to stop."""
    label = f"{name:{_WIDTH}} |"
    if sys.stdout.isatty() and "NO_COLOR" not in os.environ:
        label = f"\033[{_COLOURS.get(name, 37)}m{label}\033[0m"
    say(f"{label} {line}")


def say(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - it lives as long as we do


def announce(chat: tuple[str, str], viewer: str) -> None:
    """`chat` is what the chat is called, and its address."""
    rows = [
        "Postebin is ready.",
        "",
        f"{chat[0]:<22}{chat[1]}",
        f"{'Read pastes':<22}{viewer}",
        "",
        "Ctrl-C stops everything.",
    ]
    width = max(map(len, rows)) + 2
    line = "─" * (width + 2)
    say("\n".join(["", f"╭{line}╮", *(f"│  {row:<{width}}│" for row in rows), f"╰{line}╯", ""]))
