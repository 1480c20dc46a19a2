"""Excerpts of long texts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from web_viewer.listing.excerpt import MAX_SHOWN_CHARACTERS, MAX_SHOWN_LINES, Excerpt, excerpt_of, max_parts


def test_a_short_text_is_shown_whole():
    for content, text, lines in (
        (b"one", "one", 1),
        (b"one\n", "one\n", 1),
        (b"one\n\n", "one\n\n", 2),
        (b"\n", "\n", 1),
        (b"a\r\nb\rc", "a\nb\nc", 3),
        (b"\xef\xbb\xbfmarked", "marked", 1),
        (b"broken \xff", "broken \ufffd", 1),
    ):
        excerpt = excerpt_of(content)
        assert excerpt == Excerpt(text, lines)
        assert excerpt.is_whole
        assert excerpt.first_line == 1
    assert excerpt_of(b"a" * MAX_SHOWN_CHARACTERS).is_whole
    assert excerpt_of(b"a\n" * MAX_SHOWN_LINES).is_whole


def parts_of(content: bytes) -> list[Excerpt]:
    count = len(excerpt_of(content).starts)
    return [excerpt_of(content, number) for number in range(1, count + 1)]


def test_a_long_text_is_cut_behind_a_line():
    line = "я" * 299 + "\n"
    of_a_part = MAX_SHOWN_CHARACTERS // 300
    first, second = parts_of((line * 5_000).encode())
    assert first == Excerpt(line * of_a_part, 5_000, 1, (1, of_a_part + 1))
    assert (second.text, second.first_line) == (line * (5_000 - of_a_part), of_a_part + 1)
    assert not first.is_whole


def test_a_text_of_many_short_lines_is_cut_before_it_hangs_a_phone():
    first, second = parts_of(b"a\n" * (MAX_SHOWN_LINES + 5))
    assert (first.text, first.lines) == ("a\n" * MAX_SHOWN_LINES, MAX_SHOWN_LINES + 5)
    assert (second.text, second.first_line) == ("a\n" * 5, MAX_SHOWN_LINES + 1)


def test_a_long_line_is_cut_where_it_must_be_and_keeps_its_number():
    first, second = parts_of("🌍".encode() * (MAX_SHOWN_CHARACTERS + 5))
    assert (first.text, second.text) == ("🌍" * MAX_SHOWN_CHARACTERS, "🌍" * 5)
    assert (first.lines, first.starts) == (1, (1, 1))


def test_a_long_line_is_cut_between_words():
    first, second = parts_of(b"long " * 200_001)
    assert first.text == "long " * 200_000
    first, second = parts_of(b"longer " * 200_000)
    assert first.text.endswith("longer ")
    assert second.text.startswith("longer ")


def test_a_short_line_before_a_long_one_makes_no_short_part():
    first, *_ = parts_of(b"title\n" + b"a" * MAX_SHOWN_CHARACTERS * 2)
    assert len(first.text) == MAX_SHOWN_CHARACTERS


def test_a_number_behind_the_last_part_gives_the_last_part():
    content = b"a\n" * (MAX_SHOWN_LINES * 2)
    assert excerpt_of(content, 99) == excerpt_of(content, 2)


STRETCHES = st.sampled_from([("a\n", 9_000), ("я" * 999 + "\n", 300), ("\r\n", 9_000), ("word ", 90_000)])


@settings(max_examples=30, deadline=None)
@given(st.lists(STRETCHES, max_size=8), st.sampled_from(["", "end", "\n"]))
def test_parts_together_are_the_text_and_count_its_lines(stretches, end):
    text = "".join(piece * times for piece, times in stretches) + end
    parts = parts_of(text.encode())
    assert "".join(part.text for part in parts) == text.replace("\r\n", "\n")
    assert len(parts) <= max_parts(len(text.encode()))
    before = 0
    for part in parts:
        assert part.first_line == before + 1
        before += part.text.count("\n")
