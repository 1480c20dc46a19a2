"""Texts in UTF-16 code units, in which Telegram counts."""

from hypothesis import given
from hypothesis import strategies as st

from posts.texts import utf16

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS, st.integers(min_value=1, max_value=5))
def test_a_text_that_was_cut_anywhere_is_mended(text: str, limit: int) -> None:
    length = utf16.length(text)
    pieces = list(utf16.cut(text, [limit] * (length // limit) + [length % limit]))
    assert [utf16.length(piece) for piece in pieces[:-1]] == [limit] * (len(pieces) - 1)
    assert utf16.merge_surrogates("".join(pieces)) == text


def test_half_a_sign_that_stays_alone_is_marked_as_such() -> None:
    assert utf16.merge_surrogates("a\ud83d") == "a\ufffd"
    assert utf16.merge_surrogates("\ude00\ud83d!") == "\ufffd\ufffd!"


def test_a_text_that_begins_or_ends_within_a_sign_is_torn() -> None:
    assert [utf16.has_cut_pair(text) for text in ("a\ud83d", "\ude00a")] == [True, True]
    assert [utf16.has_cut_pair(text) for text in ("", "a", "😀", "a\ud83d\ude00")] == [False] * 4
