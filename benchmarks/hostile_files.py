"""Files of one megabyte that are slow to parse, decode or search."""

from collections.abc import Mapping
from random import Random
from typing import Final

_SIZE: Final = 1_000_000  # bytes


def hostile_files() -> Mapping[str, bytes]:
    """Return twenty files by their names."""
    patterns = {
        "square.py": "[",
        "round.js": "(",
        "curly.json": "{",
        "nested.json": '{"a":',
        "angle.html": "<a ",
        "open.md": "**a ",
        "ticks.md": "` `` ",
        "links.md": "[a](",
        "quotes.md": "> ",
        "line.txt": "x",
        "lines.txt": "\n",
        "short.py": "a\n",
        "escapes.c": "\\",
        "strings.rb": "\"'",
        "heredoc.sh": "<<A ",
        "keys.env": "AKIA",
        "letters.txt": "ъ",
    }
    files = {name: (part * (_SIZE // len(part.encode()))).encode() for name, part in patterns.items()}
    russian = "Съешь же ещё этих мягких французских булок, да выпей чаю.\n"
    files["spaces.py"] = b"a" + b" " * (_SIZE - 2) + b"b"
    files["russian.txt"] = (russian * (_SIZE // len(russian))).encode("cp1251")
    files["noise.txt"] = bytes(Random(1).choices(range(33, 255), k=_SIZE))  # noqa: S311 - no secret
    return files
