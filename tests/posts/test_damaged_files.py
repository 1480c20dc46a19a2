"""Files with undecodable bytes, with and without a byte order mark."""

import pytest

from posts.errors import NotInEncoding
from posts.texts.decoding import Decoded, alternatives, decode, decode_as
from tests.posts.texts import GREEK, JAPANESE, KOREAN, RUSSIAN, SIMPLIFIED, THAI


def test_utf_8_with_an_undecodable_byte_stays_utf_8() -> None:
    content = RUSSIAN.encode()
    middle = content.index(b"\n")
    assert decode(content[:middle] + b"\xff" + content[middle:], "") == Decoded(
        RUSSIAN.replace("\n", "\ufffd\n", 1), "utf-8"
    )


@pytest.mark.parametrize(
    ("text", "codec"), [(RUSSIAN, "utf-8"), (RUSSIAN, "utf-8-sig"), (JAPANESE, "shift_jis")]
)
def test_a_file_that_ends_inside_a_character_lacks_it_alone(text: str, codec: str) -> None:
    text = text.rstrip("。.\n")
    assert decode(text.encode(codec)[:-1], "").text == text[:-1] + "\ufffd"


def test_a_choice_is_read_strictly_but_there_is_a_way_back() -> None:
    damaged = RUSSIAN.encode() + b"\xff"
    with pytest.raises(NotInEncoding):
        decode_as(damaged, "gb18030", "damaged.txt")
    assert decode_as(damaged, "utf-8", "damaged.txt") == decode(damaged, "damaged.txt")


def test_a_log_of_two_programs_is_read_as_most_of_it_is() -> None:
    log = ("2024-05-01 сервер запущен\n" * 200).encode() + "2024-05-01 ошибка диска\n".encode("cp1251")
    assert decode(log, "").text.startswith("2024-05-01 сервер запущен\n")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", ["Hello", "x\r\n", "Привет", "café", RUSSIAN, JAPANESE, KOREAN, GREEK, THAI, "a 😀"]
)
def test_wide_encodings_do_without_a_mark(text: str, codec: str) -> None:
    assert decode(text.encode(codec), "") == Decoded(text, codec)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [JAPANESE, SIMPLIFIED])
def test_even_where_no_byte_is_zero(text: str, codec: str) -> None:
    sentence = text.splitlines()[0]
    assert b"\0" not in sentence.encode(codec)
    assert decode(sentence.encode(codec), "") == Decoded(sentence, codec)


@pytest.mark.parametrize(
    ("mark", "name"), [("utf-8-sig", "utf-8-bom"), ("utf-16", "utf-16"), ("utf-32", "utf-32")]
)
def test_a_mark_is_no_part_of_the_text(mark: str, name: str) -> None:
    assert decode(RUSSIAN.encode(mark), "") == Decoded(RUSSIAN, name)
    assert decode_as(RUSSIAN.encode(mark), name, "") == Decoded(RUSSIAN, name)


def test_utf_8_has_a_name_with_and_without_its_mark() -> None:
    marked = RUSSIAN.encode("utf-8-sig")
    assert decode(b"plain", "").encoding == decode(RUSSIAN.encode(), "").encoding == "utf-8"
    assert decode_as(marked, "utf-8", "") == Decoded(RUSSIAN, "utf-8-bom")
    assert decode_as(RUSSIAN.encode(), "utf-8-bom", "") == Decoded(RUSSIAN, "utf-8")
    assert "utf-8-bom" in [other.encoding for other in alternatives(marked, "windows-1251")]
    assert not any("utf-8" in other.encoding for other in alternatives(marked, "utf-8-bom"))
