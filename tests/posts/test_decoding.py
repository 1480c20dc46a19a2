"""Files come in any encoding, and some are no text at all."""

import os
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from posts.drafts import LARGEST, draft_of_file, draft_of_text
from posts.errors import EmptyText, NotText, PostTooLarge

_RUSSIAN = "Съешь же ещё этих мягких французских булок, да выпей чаю.\nПривет, мир!\n"
_JAPANESE = "吾輩は猫である。名前はまだ無い。\nどこで生れたかとんと見当がつかぬ。\n"
_FRENCH = "Crème brûlée à la façon de Zoë – naïve café\n"
_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"


def text_of(content: bytes) -> str:
    return draft_of_file("notes", content, file_name="notes.txt").text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize("times", [1, 3, 5000])
def test_russian_in_every_encoding_that_is_about(encoding: str, times: int) -> None:
    assert text_of((_RUSSIAN * times).encode(encoding)) == _RUSSIAN * times


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (_JAPANESE, "shift_jis"),
        (_JAPANESE, "euc-jp"),
        (_FRENCH, "cp1252"),
        ("print('Привет')  # комментарий\n", "cp1251"),
        ("Имя;Возраст\r\nАнна;5\r\n", "cp1251"),
        ("El niño comió piñas\n", "latin-1"),
    ],
)
def test_other_languages_too(text: str, encoding: str) -> None:
    assert text_of(text.encode(encoding)) == text


def test_what_is_no_ascii_may_come_late() -> None:
    text = "plain ASCII\n" * 50_000 + _RUSSIAN * 3
    assert text_of(text.encode("cp1251")) == text


@given(
    text=some.text(
        some.characters(exclude_characters="\0\ufeff", exclude_categories=["Cc", "Cs"]), min_size=1
    )
)
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    if text.strip():
        assert text_of(text.encode()) == text


@given(
    text=some.text(some.characters(codec="utf-8", exclude_characters="\0"), min_size=1),
    encoding=some.sampled_from(["utf-8-sig", "utf-16", "utf-32"]),
)
def test_a_byte_order_mark_leaves_no_doubt(text: str, encoding: str) -> None:
    if text.strip():
        assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "content",
    [
        _PNG,
        b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(256)),
        zlib.compress(os.urandom(3000)),
        os.urandom(3000),
        b"\0",
        b"text with a \0 in it",
        b"\xef\xbb\xbf\xff not UTF-8 after all",
        b"\xff\xfe\x00",
        b"\x01\x02\x03\x04" * 10,
    ],
    ids=["png", "zip", "zlib", "random", "nul", "text with nul", "false mark", "half a unit", "controls"],
)
def test_what_is_no_text_is_refused_by_its_name(content: bytes) -> None:
    with pytest.raises(NotText) as refusal:
        draft_of_file("A picture", content, file_name="<b>.png")
    assert refusal.value.data == {"name": "<b>.png"}


@given(content=some.binary(max_size=2000))
def test_any_bytes_are_a_text_or_are_refused(content: bytes) -> None:
    try:
        draft = draft_of_file(None, content)
    except (NotText, EmptyText):
        return
    assert draft.text.strip()
    assert draft.title


def test_colours_of_a_terminal_are_text() -> None:
    assert text_of(b"\x1b[31mred\x1b[0m\n") == "\x1b[31mred\x1b[0m\n"


@pytest.mark.parametrize("content", [b"", b" \r\n\t", "\u3000\n".encode()])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(EmptyText):
        draft_of_file("empty.txt", content)


def test_twenty_megabytes_are_the_most() -> None:
    assert len(text_of(b"x" * LARGEST)) == LARGEST
    with pytest.raises(PostTooLarge) as refusal:
        draft_of_file(None, b"x" * (LARGEST + 1))
    assert refusal.value.data == {"size": LARGEST + 1, "limit": LARGEST}
    with pytest.raises(PostTooLarge):
        draft_of_text("ё" * (LARGEST // 2 + 1))
