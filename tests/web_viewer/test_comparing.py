"""Differences of two texts, which are right for all texts and take a limited time."""

import random
import re
from contextlib import suppress
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.storage import ContentKey
from tests.reasonable_time import in_reasonable_time
from web_viewer.comparing.blocks import Block, compare
from web_viewer.comparing.counting import ChangeCounts, Changes
from web_viewer.comparing.line_html import Line, mark_changed_words
from web_viewer.comparing.matching import Segment, TimeLimit, TooDifferent, anchors, diff_segments

_STEP = (ContentKey("old"), ContentKey("new"))
_lines = st.lists(st.sampled_from(["a", "b", "c", "", "x y", "x z"]), max_size=30)
_texts = st.text(st.sampled_from("ab \n\r<&"), max_size=60)


def found(old: list[str], new: list[str]) -> list[Segment]:
    return diff_segments(old, new, TimeLimit(10))


@settings(max_examples=300)
@given(_lines, _lines)
def test_segments_turn_the_old_text_into_the_new(old, new):
    made: list[str] = []
    segments = found(old, new)
    for one, next_one in pairwise(segments):
        assert one.is_same != next_one.is_same
        assert (one.old.stop, one.new.stop) == (next_one.old.start, next_one.new.start)
    for segment in segments:
        before, after = (
            [lines[place] for place in places] for lines, places in ((old, segment.old), (new, segment.new))
        )
        assert before or after
        assert (before == after) == segment.is_same
        made += before if segment.is_same else after
    assert made == new


@given(_lines)
def test_equal_texts_are_one_segment(lines):
    assert len(found(lines, lines)) == bool(lines)


@given(st.permutations(range(12)))
def test_anchors_rise_in_both(shuffled):
    places = anchors([str(number) for number in range(12)], [str(number) for number in shuffled])
    assert places
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(places))


def test_as_many_anchors_are_taken_as_can_be():
    assert len(anchors(list("abcdef"), list("fabdce"))) == 4


def text_of(lines: list[Line]) -> list[str]:
    return [unescape(re.sub(r"</?mark>", "", line.text)) for line in lines]


def compared(old: str, new: str) -> list[Block]:
    return compare(old.encode(), new.encode())


@settings(max_examples=300)
@given(_texts, _texts)
def test_shown_lines_are_those_of_the_texts(old, new):
    def lines(text: str) -> list[str]:
        *ended, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return [*ended, *([rest] if rest else [])]

    for block in compared(old, new):
        for side, text in ((block.old, old), (block.new, new)):
            for line in side:
                assert text_of([line]) == [lines(text)[line.number - 1]]


def test_far_from_a_change_nothing_is_shown():
    lines = [f"{number}\n" for number in range(100)]
    blocks = compared("".join(lines), "".join([*lines[:50], "new\n", *lines[51:]]))
    assert [block.skipped for block in blocks] == [47, 0, 0, 0, 46]
    assert [line.number for line in blocks[1].old] == [48, 49, 50]
    assert [line.number for line in blocks[3].new] == [52, 53, 54]


def test_a_gap_of_one_line_is_shown():
    lines = [f"{number}\n" for number in range(15)]
    changed = [line if number not in (0, 8) else "new\n" for number, line in enumerate(lines)]
    assert not any(block.skipped == 1 for block in compared("".join(lines), "".join(changed)))


@pytest.mark.parametrize(
    ("old", "new", "old_marked", "new_marked"),
    [
        ("x = 1", "x = 2", "x = <mark>1</mark>", "x = <mark>2</mark>"),
        ("f(a)", "f(a, b)", "f(a)", "f(a<mark>, b</mark>)"),
        ("привет, мир", "привет, друг", "привет, <mark>мир</mark>", "привет, <mark>друг</mark>"),
        (
            "a < b && c",
            "a < b && d",
            "a &lt; b &amp;&amp; <mark>c</mark>",
            "a &lt; b &amp;&amp; <mark>d</mark>",
        ),
        ("one thing", "quite another", "one thing", "quite another"),
        ("", "new", "", "new"),
        ("    x", "\tx", "<mark>    </mark>x", "<mark>\t</mark>x"),
    ],
)
def test_within_a_line_the_words_are_marked(old, new, old_marked, new_marked):
    assert mark_changed_words(old, new, TimeLimit(10)) == (old_marked, new_marked)


@given(_texts, _texts)
def test_marks_change_no_text(old, new):
    for text, shown in zip((old, new), mark_changed_words(old, new, TimeLimit(10)), strict=True):
        assert unescape(re.sub(r"</?mark>", "", shown)) == text


def test_a_small_change_in_a_megabyte_is_shown():
    old = "".join(f"line {number} {'x' * 35}\n" for number in range(20_000))
    blocks = compared(old, old.replace("line 9999 ", "row 9999 "))
    shown = [(len(block.old), block.skipped) for block in blocks]
    assert shown == [(0, 9996), (3, 0), (1, 0), (3, 0), (0, 9997)]


def test_larger_texts_are_not_compared():
    for text in ("x" * 1_000_001, "\n" * 20_001):
        with pytest.raises(TooDifferent):
            compared(text, "x")


def test_a_very_long_line_is_cut():
    (block,) = compared("x" * 5_000, "y" * 5_000)
    (line,) = block.new
    assert line.is_cut
    assert line.text == "y" * 2_000


def counted(old: str, new: str) -> Changes | None:
    counts = ChangeCounts()
    counts.add([(_STEP, old.encode(), new.encode())])
    return counts.get(_STEP)


def test_lines_that_come_and_go_are_counted():
    assert counted("a\nb\nc\n", "a\nx\ny\nc\nd") == Changes(added=3, removed=1)
    assert counted("a\n", "a") == Changes(added=1, removed=1)
    assert counted("a\r\n", "a\n") == Changes(added=0, removed=0)


def test_counts_are_remembered():
    counts = ChangeCounts()
    assert _STEP not in counts
    counts.add([(_STEP, b"a", b"b")])
    assert _STEP in counts


_RANDOM = random.Random(1)  # noqa: S311 - the same texts each time
_SIZE = 250_000


def _lines_of(letters: str, count: int) -> str:
    return "".join(_RANDOM.choice(letters) + "\n" for _ in range(count))


def _shuffled(lines: list[str]) -> str:
    return "".join(_RANDOM.sample(lines, len(lines)))


_MANY_ALIKE = [f"value {number % 190} {'y' * 30}\n" for number in range(5_000)]
_EIGHT_TIMES = [f"line {number} {'x' * 35}\n" for number in range(625)] * 8
_HARD = {
    "all eight times, some changed": (
        "".join(_EIGHT_TIMES),
        "".join(line if number % 20 else f"row {number % 625}\n" for number, line in enumerate(_EIGHT_TIMES)),
    ),
    "all different": tuple("".join(f"{side} {n} {'x' * 38}\n" for n in range(5_000)) for side in "ab"),
    "one line": ("x" * _SIZE, "y" * _SIZE),
    "one line of many words": ("x " * (_SIZE // 2), "y " * (_SIZE // 2)),
    "190 lines shuffled": (_shuffled(_MANY_ALIKE), _shuffled(_MANY_ALIKE)),
    "two letters": (_lines_of("ab", 1_000), _lines_of("ab", 1_000)),
    "five letters": (_lines_of("abcde", 5_000), _lines_of("abcde", 5_000)),
    "the same line": ("x\n" * 1_999 + "z\n", "y\n" + "x\n" * 1_999),
    "the same words": (("a " * 350 + "\n") * 350, ("a " * 349 + "b\n") * 350),
    "all a little different": tuple(
        "".join(f"def f{n}(a, b): return a {sign} {n} * b\n" for n in range(1_000)) for sign in "+-"
    ),
}


def test_no_texts_take_long_to_compare():
    for name, (old, new) in _HARD.items():
        assert max(len(old), len(new)) <= 2 * _SIZE, name
        with in_reasonable_time():
            with suppress(TooDifferent):
                compare(old.encode(), new.encode())
            counted(old, new)


def test_long_texts_without_a_common_line_are_too_different():
    with pytest.raises(TooDifferent):
        compare(*(text.encode() for text in _HARD["all different"]))
