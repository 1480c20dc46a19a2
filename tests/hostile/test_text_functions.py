"""No function that reads a stranger's text can be made slow by it, and none is forgotten here."""

import inspect
from collections.abc import Iterator

from tests.hostile.apart import slow_in
from tests.hostile.expressions import modules
from tests.hostile.text_functions import function_jobs

_ROOMS = ("posts.texts", "posts.encodings", "posts.titles", "posts.credentials", "bot.formatting")
_EXCEPTIONS = {
    "posts.encodings.alphabets.alphabets_in": "reads a file of ours",
    "posts.encodings.character_costs.character_bits": "takes one character",
    "posts.encodings.character_costs.shape_bits": "takes two characters",
    "posts.encodings.character_costs.unknown_letter_bits": "takes two characters",
    "posts.credentials.kinds.kind_of_rule": "takes the name of a rule",
    "posts.texts.draft_frames.credentials_in": "reads what a worker has packed",
    "posts.texts.file_names.extension_of": "takes the name of a language that Pygments knows",
    "posts.texts.languages.display_name": "takes the name of a language that Pygments knows",
    "bot.formatting.lists.written_list": "takes a list that markdown_of has found",
}


def test_no_function_takes_more_time_than_its_text_is_long() -> None:
    assert slow_in("functions") == []


def test_every_public_function_of_a_text_is_tried() -> None:
    tried = {job.name.partition(" ")[0] for job in function_jobs()}
    missing = set(_functions_of_texts()) - tried - _EXCEPTIONS.keys()
    assert not missing, "put it into tests/hostile/text_functions.py, or say above why not"


def test_every_exception_is_a_function_that_there_is() -> None:
    assert _EXCEPTIONS.keys() <= set(_functions_of_texts())


def _functions_of_texts() -> Iterator[str]:
    for module in modules():
        if f"{module.__name__}.".startswith(tuple(f"{room}." for room in _ROOMS)):
            for name, value in vars(module).items():
                function = inspect.unwrap(value) if callable(value) else None
                is_own = inspect.isfunction(function) and function.__module__ == module.__name__
                if is_own and not name.startswith("_") and _first_type(function) & {"str", "bytes"}:
                    yield f"{module.__name__}.{name}"


def _first_type(function: object) -> set[str]:
    assert callable(function)
    first = next(iter(inspect.signature(function).parameters.values()), None)
    kind = first.annotation if first else None
    return {part.strip() for part in inspect.formatannotation(kind).split("|")}
