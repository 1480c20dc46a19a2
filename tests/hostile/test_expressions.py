"""No regular expression of ours can be made slow by what a stranger writes."""

import re

from tests.hostile.apart import slow_in
from tests.hostile.expressions import BOUNDS, TRUSTED, expression_jobs, expressions
from tests.hostile.growth import Job, slow_shapes
from tests.hostile.shapes import shapes_against


def test_no_expression_takes_more_time_than_its_text_is_long() -> None:
    assert slow_in("expressions") == []


def test_expressions_are_found_wherever_they_are_held() -> None:
    found = expressions()
    assert found["bot.formatting.inline._BACKTICKS"][1] == ("finditer",), "of a module, with how it is used"
    assert found["posts.texts.languages._OPENINGS[3][0]"][1] == ("match",), "within tuples"
    assert r"posts.titles '\\.{2,}'" in found, "in the midst of a function"
    assert BOUNDS.keys() | TRUSTED <= found.keys()
    assert len(expression_jobs()) > 100


def test_a_slow_expression_is_caught() -> None:
    for slow in (r"\s+$", r"<!--.*?-->", r"[\w.]+@"):
        expression = re.compile(slow)
        job = Job(slow, expression.search, shapes_against(expression), 32_000)
        assert next(slow_shapes(job, lambda *_: None), None), slow
