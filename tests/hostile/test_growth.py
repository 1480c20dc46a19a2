"""No expression or function that reads a stranger's text takes more than n log n time; none is forgotten."""

import inspect
import re
from collections.abc import Iterator

from tests.hostile.apart import slow_jobs
from tests.hostile.expressions import BOUNDS, TRUSTED, expression_jobs, expressions, modules
from tests.hostile.growth import Job, slow_shapes
from tests.hostile.shapes import TEXTS, shapes_against
from tests.hostile.text_functions import function_jobs

_PACKAGES = ("posts.texts.", "posts.encodings.", "posts.titles.", "posts.credentials.", "bot.formatting.")
_EXCEPTIONS = {
    "posts.encodings.alphabets.alphabets_in": "reads a file of ours",
    "posts.encodings.character_costs.character_bits": "takes one character",
    "posts.encodings.character_costs.shape_bits": "takes two characters",
    "posts.encodings.character_costs.unknown_letter_bits": "takes two characters",
    "posts.credentials.kinds.kind_of_rule": "takes the name of a rule",
    "posts.texts.draft_frames.unpacked_credentials": "reads what a worker has packed",
    "posts.texts.file_names.extension_of": "takes the name of a language that Pygments knows",
    "posts.texts.languages.display_name": "takes the name of a language that Pygments knows",
    "bot.formatting.lists.written_list": "takes a list that markdown_of has found",
}


def test_no_expression_and_no_function_takes_more_than_n_log_n_time() -> None:
    assert slow_jobs() == []


def test_expressions_are_found_in_modules_tuples_and_functions() -> None:
    found = expressions()
    assert found["bot.formatting.inline._BACKTICKS"][1] == ("finditer",), "of a module, with how it is used"
    assert found["posts.texts.languages._OPENINGS[3][0]"][1] == ("match",), "within tuples"
    assert r"posts.titles '\\.{2,}'" in found, "in the middle of a function"
    assert BOUNDS.keys() | TRUSTED <= found.keys()
    assert len(expression_jobs()) > 100


def test_a_slow_expression_or_function_is_caught() -> None:
    for slow in (r"\s+$", r"<!--.*?-->", r"[\w.]+@"):
        expression = re.compile(slow)
        assert _is_caught(Job(slow, expression.search, shapes_against(expression), 16_000)), slow
    assert _is_caught(Job("counts", lambda text: [text.count(letter) for letter in text], TEXTS, 64_000))
    assert _is_caught(Job("pairs", lambda text: sum(1 for one in text for _ in text[::8]), TEXTS, 16_000))


def _is_caught(job: Job) -> bool:
    """Try three times: where a processor is busy with other work, one measurement may not show the growth."""
    return any(next(slow_shapes(job, lambda *_: None), None) for _ in range(3))


def test_every_public_function_of_a_text_is_measured_or_an_exception() -> None:
    measured = {job.name.partition(" ")[0] for job in function_jobs()}
    functions = set(_functions_of_texts())
    assert not functions - measured - _EXCEPTIONS.keys(), "add it to text_functions.py, or say above why not"
    assert functions >= _EXCEPTIONS.keys()


def _functions_of_texts() -> Iterator[str]:
    for module in modules():
        if f"{module.__name__}.".startswith(_PACKAGES):
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
