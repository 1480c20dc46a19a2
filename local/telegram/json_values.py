"""JSON values: their type, and a check that their strings are valid Unicode."""

from typing import Any

Json = dict[str, Any]


def is_encodable(value: object) -> bool:
    """Return whether UTF-8 can encode every string in the value: lone surrogates cannot be encoded."""
    match value:
        case str():
            return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
        case dict():
            return all(is_encodable(name) and is_encodable(item) for name, item in value.items())
        case list():
            return all(map(is_encodable, value))
        case _:
            return True
