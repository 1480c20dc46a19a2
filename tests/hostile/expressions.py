"""Every regular expression of ours, and how it is used."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from inspect import getsource
from pkgutil import walk_packages
from re import Pattern
from types import ModuleType
from typing import Any, Final

from tests.hostile.growth import LARGEST, Job
from tests.hostile.shapes import BYTES, TEXTS, Shape, shapes_against

# The notifier first, because it decides how aiogram is loaded.
_PACKAGES: Final = ("notifier", "kernel", "auth", "posts", "bot", "web_viewer")
_READS_SETTINGS: Final = "notifier.config"  # when it is imported
# The longest that an expression is ever given, in characters or bytes, where another could be slow.
BOUNDS: Final[Mapping[str, int]] = {
    "posts.credentials.adjacent_users._BEFORE": 240,
    "posts.credentials.adjacent_users._AFTER": 240,
    "posts.credentials.plausibility._BASE64_BEFORE": 40,
}
# What reads nothing but our own files.
TRUSTED: Final = frozenset({"web_viewer.assets b'/\\\\*.*?\\\\*/'"})
_EVERYWHERE: Final = ("search", "finditer")
_METHODS: Final[Mapping[str, str]] = {
    "search": "search",
    "match": "match",
    "fullmatch": "fullmatch",
    **dict.fromkeys(("sub", "subn", "findall", "finditer", "split"), "finditer"),
}


@cache
def modules() -> tuple[ModuleType, ...]:
    return tuple(import_module(name) for package in _PACKAGES for name in _names(package))


def _names(package: str) -> Iterator[str]:
    yield package
    for found in walk_packages(import_module(package).__path__, f"{package}."):
        if not found.name.endswith("__main__") and found.name != _READS_SETTINGS:
            yield found.name


def expression_jobs() -> list[Job]:
    return [_job(name, *found) for name, found in sorted(expressions().items()) if name not in TRUSTED]


@cache
def expressions() -> dict[str, tuple[Pattern[Any], tuple[str, ...]]]:
    """By name: the expression, and the methods that it is used with."""
    found: dict[str, tuple[Pattern[Any], tuple[str, ...]]] = {}
    seen: set[int] = set()
    for module in modules():
        for name, expression in _held_by(module):
            if id(expression) not in seen:
                seen.add(id(expression))
                found[f"{module.__name__}.{name}"] = expression, _uses_of(name.partition("[")[0], module)
        found |= _written_in(module)
    return found


def _held_by(module: ModuleType) -> Iterator[tuple[str, Pattern[Any]]]:
    for name, value in vars(module).items():
        if not name.startswith("__"):
            yield from _within(name, value)
        if issubclass(type(value), type) and value.__module__ == module.__name__:
            for inner, held in vars(value).items():
                yield from _within(f"{name}.{inner}", held)


def _within(name: str, value: Any) -> Iterator[tuple[str, Pattern[Any]]]:
    if type(value) is Pattern:
        yield name, value
    elif type(value) is dict:
        for key, held in value.items():
            yield from _within(f"{name}[{key}]", held)
    elif type(value) in (tuple, list, set, frozenset):
        for place, held in enumerate(value):
            yield from _within(f"{name}[{place}]", held)


@cache
def _tree_of(module: ModuleType) -> ast.Module:
    try:
        return ast.parse(getsource(module))
    except OSError:  # an empty file
        return ast.Module([], [])


def _uses_of(name: str, module: ModuleType) -> tuple[str, ...]:
    """By its own name; of what is in a tuple, by names that are no other expression's; else anything."""
    last = name.rpartition(".")[2]
    places = (module,) if last.startswith("_") else modules()
    own = {method for where in places for owner, method in _used_in(where) if owner == last}
    if not own:
        others = {held.partition("[")[0] for held, _ in _held_by(module) if "[" not in held}
        own = {method for owner, method in _used_in(module) if owner not in {*others, "re"}}
    return tuple(sorted(own)) or _EVERYWHERE


@cache
def _used_in(module: ModuleType) -> frozenset[tuple[str, str]]:
    return frozenset(
        (owner, _METHODS[node.attr])
        for node in ast.walk(_tree_of(module))
        if isinstance(node, ast.Attribute) and node.attr in _METHODS
        for owner in _owner(node.value)
    )


def _owner(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr


def _written_in(module: ModuleType) -> dict[str, tuple[Pattern[Any], tuple[str, ...]]]:
    """`re.sub("…", …)` in the midst of a function."""
    return {
        f"{module.__name__} {ast.unparse(node.args[0])}": (
            _compiled(node, module),
            (_METHODS[node.func.attr],),
        )
        for node in ast.walk(_tree_of(module))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _METHODS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
    }


def _compiled(call: ast.Call, module: ModuleType) -> Pattern[Any]:
    flags = (_value(word.value, module) for word in call.keywords if word.arg == "flags")
    return re.compile(_value(call.args[0], module), next(flags, 0))


def _value(expression: ast.expr, module: ModuleType) -> Any:
    """Of our own source, where it uses constants of its module only."""
    return eval(compile(ast.Expression(expression), module.__name__, "eval"), vars(module))  # noqa: S307


def _job(name: str, expression: Pattern[Any], methods: Iterable[str]) -> Job:
    own = shapes_against(expression)
    is_of_bytes = isinstance(expression.pattern, bytes)
    shapes: dict[str, Callable[[int], Any]] = (
        {**BYTES, **{shape: _in_latin(own[shape]) for shape in own}} if is_of_bytes else {**TEXTS, **own}
    )
    return Job(name, _calls(expression, tuple(methods)), shapes, BOUNDS.get(name, LARGEST))


def _in_latin(shape: Shape) -> Callable[[int], bytes]:
    return lambda length: shape(length).encode("latin-1")


def _calls(expression: Pattern[Any], methods: tuple[str, ...]) -> Callable[[Any], None]:
    def call(text: Any) -> None:
        for method in methods:
            found = getattr(expression, method)(text)
            if method == "finditer":
                for _ in found:
                    pass

    return call
