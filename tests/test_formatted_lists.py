"""Well-typed lists in formatted messages: they, and only they, are lists on the page."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shown_lines import compare
from tests.test_formatted_messages import Message, assert_alike, entity, letters_of, seen, shown

_CONTENTS: Final = st.sampled_from(["milk", "two *eggs*", "🔥", "[x] - 1. #", "см. стр. 5", "> a", "3. b"])
_BULLETS: Final = ("- ", "* ", "• ")
_STOPS: Final = (". ", ") ")


@dataclass(frozen=True)
class Typed:
    """A line with the depth of its list, 0 for a line of text."""

    before: str
    content: str
    depth: int = 0


@st.composite
def typed_lists(draw: st.DrawFn, depth: int = 1) -> list[Typed]:
    """Generate lists with nested ones, whose numbers begin with 1."""
    mark = draw(st.sampled_from(_BULLETS + _STOPS))
    first = draw(st.sampled_from([0, 1, 1, 3, 99])) if depth == 1 else 1
    lines = []
    for number in range(first, first + draw(st.integers(2, 4))):
        before = f"{number}{mark}" if mark in _STOPS else mark
        lines.append(Typed("   " * (depth - 1) + before, draw(_CONTENTS), depth))
        if depth < 4 and draw(st.integers(0, 5)) == 0:
            lines += draw(typed_lists(depth + 1))
    return lines


@st.composite
def typed(draw: st.DrawFn) -> list[Typed]:
    """Generate lists with text before, between and after them."""
    lines: list[Typed] = []
    for _ in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            lines.append(Typed("", "words"))
        elif lines:
            lines += [Typed("", ""), Typed("", "")]
        lines += draw(typed_lists())
    return [*lines, Typed("", "the end")] if draw(st.booleans()) else lines


@settings(max_examples=300, deadline=None)
@given(typed(), st.data())
def test_a_list_is_one_with_the_same_items(lines: list[Typed], data: st.DataObject) -> None:
    text = "\n".join(line.before + line.content for line in lines)
    ends = list(accumulate(len(line.before + line.content) + 1 for line in lines))
    places = [
        (end - 1 - len(line.content), end - 1) for line, end in zip(lines, ends, strict=True) if line.content
    ]
    # Over several items too, from what one says to the end of another.
    first, last = sorted(data.draw(st.tuples(*[st.sampled_from(range(len(places)))] * 2)))
    kind = data.draw(st.sampled_from(["bold", "italic", "spoiler", "underline"]))
    message = Message(text, (entity(text, kind, places[first][0], places[last][1]),))
    page = shown(message)
    pairs = compare(text, page.lines)
    filled = [line for line in lines if line.content]
    assert [len(pair.shown.lists) for pair in pairs] == [line.depth for line in filled]
    assert [pair.shown.is_item for pair in pairs] == [line.depth > 0 for line in filled]
    assert_alike(seen(page.letters), letters_of(message))
