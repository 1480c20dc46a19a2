"""JSON can name half a surrogate pair, which is no text."""


def is_text(value: object) -> bool:
    """Whether every string in a JSON value is one that UTF-8 can write."""
    match value:
        case str():
            return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
        case dict():
            return all(is_text(name) and is_text(item) for name, item in value.items())
        case list():
            return all(map(is_text, value))
        case _:
            return True
