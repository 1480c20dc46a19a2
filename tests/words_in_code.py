"""The keys of a room's catalogue that its code and its templates use."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, nodes


@dataclass(frozen=True)
class Asked:
    """A use of a key: `key` is a pattern that leaves run-time values open; `counted` means with a count."""

    key: str
    counted: bool
    where: str

    def fits(self, key: str) -> bool:
        return re.fullmatch(self.key, key) is not None


def asked_in(room: Path) -> Iterator[Asked]:
    for source in room.rglob("*.py"):
        for call in ast.walk(ast.parse(source.read_text())):
            if isinstance(call, ast.Call) and call.args and _speaks(call.func):
                counted = any(keyword.arg == "count" for keyword in call.keywords)
                for key in _keys(call.args[0]):
                    yield Asked(key, counted, f"{source}:{call.lineno}")
    for template in [*room.rglob("*.html"), *room.rglob("*.xml")]:
        for said in Environment(autoescape=True).parse(template.read_text()).find_all(nodes.Call):
            if isinstance(said.node, nodes.Name) and said.node.name == "words":
                counted = any(keyword.key == "count" for keyword in said.kwargs)
                yield Asked(_pattern(said.args[0]), counted, f"{template}:{said.lineno}")


def mentioned_in(room: Path) -> set[str]:
    """Return every string in the code, because a key can pass through a variable."""
    trees = [ast.parse(source.read_text()) for source in room.rglob("*.py")]
    constants = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {node.value for node in constants if isinstance(node.value, str)}


def _speaks(called: ast.expr) -> bool:
    """Return whether the call is `words(…)` or `words.plain(…)`, of any object."""
    spoken = called.value if isinstance(called, ast.Attribute) and called.attr == "plain" else called
    name = spoken.attr if isinstance(spoken, ast.Attribute) else getattr(spoken, "id", None)
    return name == "words"


def _keys(key: ast.expr) -> list[str]:
    match key:
        case ast.Constant(value=str() as text):
            return [re.escape(text)]
        case ast.IfExp():
            return [*_keys(key.body), *_keys(key.orelse)]
        case ast.JoinedStr():
            parts = (part.value if isinstance(part, ast.Constant) else None for part in key.values)
            return ["".join(".+" if part is None else re.escape(str(part)) for part in parts)]
        case _:
            return []


def _pattern(key: nodes.Node) -> str:
    match key:
        case nodes.Const():
            return re.escape(str(key.value))
        case nodes.Concat():
            return "".join(map(_pattern, key.nodes))
        case _:
            return ".+"
