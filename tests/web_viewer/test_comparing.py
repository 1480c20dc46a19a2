"""Differences of two texts, which are right for all texts."""

import re
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.storage import ContentKey
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
def test_the_stretches_turn_the_old_into_the_new(old, new):
    made: list[str] = []
    for stretch in found(old, new):
        before, after = (
            [lines[place] for place in places] for lines, places in ((old, stretch.old), (new, stretch.new))
        )
        assert before or after
        assert (before == after) == stretch.is_same
        made += before if stretch.is_same else after
    assert made == new


@settings(max_examples=300)
@given(_lines, _lines)
def test_the_stretches_follow_one_another_and_take_turns(old, new):
    for one, next_one in pairwise(found(old, new)):
        assert one.is_same != next_one.is_same
        assert (one.old.stop, one.new.stop) == (next_one.old.start, next_one.new.start)


@given(_lines)
def test_the_same_twice_is_one_stretch(lines):
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
def test_what_is_shown_is_what_is_in_the_texts(old, new):
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


def test_a_gap_of_one_line_is_none():
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
    assert [(len(block.old), block.skipped) for block in blocks] == [
        (0, 9996),
        (3, 0),
        (1, 0),
        (3, 0),
        (0, 9997),
    ]


@pytest.mark.parametrize("text", ["x" * (1_000_001), "\n" * 20_001])
def test_what_is_larger_is_not_compared(text):
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


def test_what_was_counted_once_is_remembered():
    counts = ChangeCounts()
    assert _STEP not in counts
    counts.add([(_STEP, b"a", b"b")])
    assert _STEP in counts
