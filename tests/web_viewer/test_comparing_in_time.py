"""Differences of two texts take a limited time for all texts."""

import random
from contextlib import suppress

import pytest

from kernel.storage import ContentKey
from tests.reasonable_time import in_reasonable_time
from web_viewer.comparing.blocks import compare
from web_viewer.comparing.counting import ChangeCounts
from web_viewer.comparing.matching import TooDifferent

_STEP = (ContentKey("old"), ContentKey("new"))
_RANDOM = random.Random(1)  # noqa: S311 - the same texts each time
_MEGABYTE = 1_000_000


def _lines_of(letters: str, count: int) -> str:
    return "".join(_RANDOM.choice(letters) + "\n" for _ in range(count))


def _shuffled(lines: list[str]) -> str:
    return "".join(_RANDOM.sample(lines, len(lines)))


_MANY_ALIKE = [f"value {number % 190} {'y' * 30}\n" for number in range(20_000)]
_EIGHT_TIMES = [f"line {number} {'x' * 35}\n" for number in range(2_500)] * 8
_HARD = {
    "all eight times, some changed": (
        "".join(_EIGHT_TIMES),
        "".join(
            line if number % 20 else f"row {number % 2_500}\n" for number, line in enumerate(_EIGHT_TIMES)
        ),
    ),
    "all different": tuple("".join(f"{side} {n} {'x' * 38}\n" for n in range(20_000)) for side in "ab"),
    "one line": ("x" * _MEGABYTE, "y" * _MEGABYTE),
    "one line of many words": ("x " * (_MEGABYTE // 2), "y " * (_MEGABYTE // 2)),
    "190 lines shuffled": (_shuffled(_MANY_ALIKE), _shuffled(_MANY_ALIKE)),
    "two letters": (_lines_of("ab", 1_900), _lines_of("ab", 1_900)),
    "five letters": (_lines_of("abcde", 20_000), _lines_of("abcde", 20_000)),
    "the same line": ("x\n" * 1_999 + "z\n", "y\n" + "x\n" * 1_999),
    "the same words": (("a " * 350 + "\n") * 1_000, ("a " * 349 + "b\n") * 1_000),
    "all a little different": tuple(
        "".join(f"def f{n}(a, b): return a {sign} {n} * b\n" for n in range(1_900)) for sign in "+-"
    ),
}


@pytest.mark.parametrize("old, new", _HARD.values(), ids=_HARD.keys())  # noqa: PT006 - as pairs
def test_no_texts_of_a_megabyte_take_long(old, new):
    assert max(len(old), len(new)) <= _MEGABYTE
    counts = ChangeCounts()
    with in_reasonable_time():
        with suppress(TooDifferent):
            compare(old.encode(), new.encode())
        counts.add([(_STEP, old.encode(), new.encode())])


def test_two_of_a_megabyte_with_everything_different_are_too_different():
    with pytest.raises(TooDifferent):
        compare(*(text.encode() for text in _HARD["all different"]))
