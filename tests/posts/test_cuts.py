"""Cut texts: which messages belong together, the text of each of them, and cuts within a character."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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

_NOON = datetime(2025, 6, 16, 12, tzinfo=UTC)
_LONG = "long " * 500


def part(number: int, text: str, after: float = 0) -> Part:
    return Part(number, utf16.length(text), _NOON + timedelta(seconds=after))


def draft(number: int, *texts: str, title: str | None = None, after: float = 0) -> Draft:
    parts = tuple(part(number + place, text, after) for place, text in enumerate(texts))
    whole_text = "".join(texts).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return draft_of_text(whole_text, title=title, origin=Origin(1, 2, number), parts=parts)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(min_value=1, max_value=5))
def test_a_text_that_was_cut_anywhere_is_mended(text: str, limit: int) -> None:
    length = utf16.length(text)
    pieces = list(utf16.cut(text, [limit] * (length // limit) + [length % limit]))
    assert [utf16.length(piece) for piece in pieces[:-1]] == [limit] * (len(pieces) - 1)
    assert utf16.merge_surrogates("".join(pieces)) == text


def test_a_torn_character_is_recognized_and_marked_where_its_other_half_is_lost() -> None:
    assert utf16.merge_surrogates("a\ud83d") == "a\ufffd"
    assert utf16.merge_surrogates("\ude00\ud83d!") == "\ufffd\ufffd!"
    assert [utf16.has_cut_pair(text) for text in ("a\ud83d", "\ude00a")] == [True, True]
    assert [utf16.has_cut_pair(text) for text in ("", "a", "😀", "a\ud83d\ude00")] == [False] * 4
    first, last = draft(1, f"{_LONG}\ud83d"), draft(2, "\ude00 end")
    published = replace(first, text=utf16.merge_surrogates(first.text))
    joined = join(published, replace(last, text=utf16.merge_surrogates(last.text)))
    assert joined is not None
    assert joined.text == f"{_LONG}\ufffd\ufffd end", "and nothing else is lost"


def test_a_message_of_more_than_half_the_utf_16_units_may_go_on() -> None:
    assert MIN_CUT_LENGTH == 2048
    texts = ("x" * 2048, "x" * 2049, "😀" * 1024, "😀" * 1025)
    assert [may_be_cut(text) for text in texts] == [False, True, False, True]


@pytest.mark.parametrize(("after", "expected"), [(0, True), (2, True), (-2, True), (3, False), (-3, False)])
def test_messages_of_two_seconds_are_one_text(after: float, expected: bool) -> None:
    assert may_continue(MIN_CUT_LENGTH + 1, _NOON, _NOON + timedelta(seconds=after)) is expected
    assert are_one_text([part(1, _LONG)], [part(2, "end", after)]) is expected


def test_only_the_last_part_may_be_short() -> None:
    assert are_one_text([part(2, _LONG), part(3, "end")], [part(1, _LONG)])
    assert not are_one_text([part(1, _LONG), part(2, "short")], [part(3, "end")])


def test_each_part_has_the_text_of_its_message_also_within_a_surrogate_pair() -> None:
    texts = ["a😀\ud83d", "\ude00b"]
    parts = [part(1, texts[0]), part(2, texts[1])]
    assert split_by_message("a😀😀b", parts) == list(zip(parts, texts, strict=True))
    assert split_by_message("a😀😀b!", parts) == []
    assert split_by_message("anything", []) == []


def test_one_message_changes_within_the_text() -> None:
    known = draft(5, _LONG, "end", title="Chosen")
    changed = with_changed_part(known, 6, "new end")
    assert changed is not None
    assert (changed.text, changed.title, changed.parts[1].length) == (f"{_LONG}new end", "Chosen", 7)
    assert with_changed_part(changed, 5, "Begin, ") == replace(
        changed, text="Begin, new end", parts=(replace(known.parts[0], length=7), changed.parts[1])
    )
    assert with_changed_part(known, 7, "other") is None
    assert with_changed_part(replace(known, text="by hand"), 6, "new") is None


def test_two_parts_are_joined_in_order_and_the_beginning_gives_the_title() -> None:
    first, last = draft(1, f"Begin\n{_LONG}\ud83d"), draft(2, "\ude00 end")
    for one, other in permutations([first, last]):
        joined = join(one, other)
        assert joined is not None
        assert (joined.title, joined.text) == ("Begin", f"Begin\n{_LONG}😀 end")
        assert [part.message_id for part in joined.parts] == [1, 2]


def test_a_formatted_short_or_earlier_text_is_not_joined() -> None:
    last = draft(2, "end")
    formatted = draft_of_markdown(
        f"**{_LONG}**", plain=_LONG, origin=Origin(1, 2, 1), parts=(part(1, _LONG),)
    )
    for other in (formatted, draft(1, _LONG, after=-10), draft(1, "short")):
        assert join(other, last) is None


def test_the_language_is_that_of_the_whole_text() -> None:
    code = "def many():\n    return [\n" + "        'one',\n" * 300 + "    ]\n"
    joined = join(draft(1, code[:4000]), draft(2, code[4000:]))
    assert joined is not None
    assert (joined.text, joined.language) == (code, "python")
