"""What of a paste fits into a page."""

import pytest

from web_viewer.listing.excerpt import LINES_SHOWN, SHOWN_UP_TO, Excerpt, excerpt_of


@pytest.mark.parametrize(
    ("content", "text", "lines"),
    [
        (b"one", "one", 1),
        (b"one\n", "one\n", 1),
        (b"one\n\n", "one\n\n", 2),
        (b"\n", "\n", 1),
        (b"a\r\nb\rc", "a\nb\nc", 3),
        (b"\xef\xbb\xbfmarked", "marked", 1),
        (b"broken \xff", "broken \ufffd", 1),
    ],
)
def test_a_short_text_is_shown_whole(content: bytes, text: str, lines: int) -> None:
    assert excerpt_of(content) == Excerpt(text, lines, is_whole=True)


def test_a_text_of_just_the_limit_is_shown_whole() -> None:
    assert excerpt_of(b"a" * SHOWN_UP_TO).is_whole


def test_a_long_text_is_cut_behind_a_line() -> None:
    line = "я" * 299 + "\n"
    excerpt = excerpt_of((line * 5_000).encode())
    assert excerpt == Excerpt(line * (SHOWN_UP_TO // 300), 5_000, is_whole=False)


def test_a_text_of_many_short_lines_is_cut_before_it_hangs_a_phone() -> None:
    excerpt = excerpt_of(b"a\n" * (LINES_SHOWN + 5))
    assert excerpt == Excerpt("a\n" * LINES_SHOWN, LINES_SHOWN + 5, is_whole=False)
    assert excerpt_of(b"a\n" * LINES_SHOWN).is_whole


def test_a_long_line_is_cut_where_it_must_be() -> None:
    assert excerpt_of("🌍".encode() * (SHOWN_UP_TO + 5)) == Excerpt("🌍" * SHOWN_UP_TO, 1, is_whole=False)
