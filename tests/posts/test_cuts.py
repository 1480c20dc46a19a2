"""Cut texts: which messages belong together, and the text of each of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from posts.models import Draft, Origin, Part
from posts.texts import utf16
from posts.texts.cuts import (
    MIN_CUT_LENGTH,
    are_one_text,
    join,
    may_be_cut,
    may_continue,
    split_by_message,
    with_changed_part,
)
from posts.texts.drafts import draft_of_markdown, draft_of_text

NOON = datetime(2025, 6, 16, 12, tzinfo=UTC)
LONG = "long " * 500


def part(number: int, text: str, after: float = 0) -> Part:
    return Part(number, utf16.length(text), NOON + timedelta(seconds=after))


def draft(number: int, *texts: str, title: str | None = None, after: float = 0) -> Draft:
    parts = tuple(part(number + place, text, after) for place, text in enumerate(texts))
    whole_text = utf16.merge_surrogates("".join(texts))
    return draft_of_text(whole_text, title=title, origin=Origin(1, 2, number), parts=parts)


def test_more_than_half_a_message_may_go_on() -> None:
    assert [
        may_be_cut("x" * MIN_CUT_LENGTH),
        may_be_cut("x" * (MIN_CUT_LENGTH + 1)),
        may_be_cut("😀" * (MIN_CUT_LENGTH // 2 + 1)),
    ] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(("after", "expected"), [(0, True), (2, True), (-2, True), (3, False), (-3, False)])
def test_what_was_sent_in_one_go_is_one_text(after: float, expected: bool) -> None:
    assert may_continue(MIN_CUT_LENGTH + 1, NOON, NOON + timedelta(seconds=after)) is expected
    assert are_one_text([part(1, LONG)], [part(2, "end", after)]) is expected


def test_only_the_last_part_may_be_short() -> None:
    assert are_one_text([part(2, LONG), part(3, "end")], [part(1, LONG)])
    assert not are_one_text([part(1, LONG), part(2, "short")], [part(3, "end")])


def test_each_part_has_the_text_of_its_message_also_within_a_surrogate_pair() -> None:
    texts = ["a😀\ud83d", "\ude00b"]
    parts = [part(1, texts[0]), part(2, texts[1])]
    assert split_by_message("a😀😀b", parts) == list(zip(parts, texts, strict=True))
    assert split_by_message("a😀😀b!", parts) == []
    assert split_by_message("anything", []) == []


def test_one_message_changes_within_the_text() -> None:
    known = draft(5, LONG, "end", title="Chosen")
    changed = with_changed_part(known, 6, "new end")
    assert changed is not None
    assert (changed.text, changed.title, changed.parts[1].length) == (f"{LONG}new end", "Chosen", 7)
    assert with_changed_part(changed, 5, "Begin, ") == replace(
        changed, text="Begin, new end", parts=(replace(known.parts[0], length=7), changed.parts[1])
    )
    assert with_changed_part(known, 7, "other") is None
    assert with_changed_part(replace(known, text="by hand"), 6, "new") is None


def test_two_halves_are_whole_whichever_came_first_and_the_beginning_gives_the_title() -> None:
    first, last = draft(1, f"Begin\n{LONG}\ud83d"), draft(2, "\ude00 end")
    for one, other in permutations([first, last]):
        joined = join(one, other)
        assert joined is not None
        assert joined.title == "Begin"
        assert [part.message_id for part in joined.parts] == [1, 2]


def test_a_torn_sign_whose_other_half_came_late_costs_nothing_else() -> None:
    first, last = draft(1, f"{LONG}\ud83d"), draft(2, "\ude00 end")
    published = replace(first, text=utf16.merge_surrogates(first.text))
    joined = join(published, replace(last, text=utf16.merge_surrogates(last.text)))
    assert joined is not None
    assert joined.text == f"{LONG}\ufffd\ufffd end"


def test_what_was_formatted_or_sent_at_another_time_is_not_joined() -> None:
    last = draft(2, "end")
    formatted = draft_of_markdown(f"**{LONG}**", plain=LONG, origin=Origin(1, 2, 1), parts=(part(1, LONG),))
    assert join(formatted, last) is None
    assert join(draft(1, LONG, after=-10), last) is None
    assert join(draft(1, "short"), last) is None


def test_a_whole_tells_the_language_that_its_beginning_did_not() -> None:
    code = "def many():\n    return [\n" + "        'one',\n" * 300 + "    ]\n"
    joined = join(draft(1, code[:4000]), draft(2, code[4000:]))
    assert joined is not None
    assert (joined.text, joined.language) == (code, "python")
