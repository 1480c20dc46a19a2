"""Output of `make run`: the services' lines under their names, and the addresses when all is ready."""

import os
import sys
from typing import Final

_COLOURS: Final = {"bot": 36, "viewer": 32, "notifier": 35, "telegram": 34}  # ANSI, SGR
_WIDTH: Final = max(map(len, _COLOURS))


def print_service_line(name: str, line: str) -> None:
    label = f"{name:{_WIDTH}} |"
    if sys.stdout.isatty() and "NO_COLOR" not in os.environ:
        label = f"\033[{_COLOURS.get(name, 37)}m{label}\033[0m"
    print_line(f"{label} {line}")


def print_line(text: str) -> None:
    """Print a line. When the reader of a pipe has gone, discard all output from then on."""
    try:
        print(text, flush=True)
    except BrokenPipeError:  # a reader that has gone is no reason to stop
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - it stays open


def announce(chat: tuple[str, str], viewer: str) -> None:
    """Print a box with the addresses; `chat` is the label and the address of the chat."""
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
    print_line("\n".join(["", f"╭{line}╮", *(f"│  {row:<{width}}│" for row in rows), f"╰{line}╯", ""]))
