"""Alternatives for a wrong encoding: which are offered, and how they look."""

from contextlib import suppress

import pytest

from posts.errors import NotInEncoding
from posts.limits import MAX_FILE_BYTES
from posts.texts.decoding import Decoded, alternatives, decode, decode_as, offer_encodings, other_encodings
from tests.posts.texts import CYRILLIC, JAPANESE, OTHERS, RUSSIAN
from tests.reasonable_time import in_reasonable_time

_GREETING = "Привет, мир!"


def test_the_likeliest_come_first_with_a_look_at_them() -> None:
    koi8 = "hello\n\n  Привет, мир!\n".encode("koi8-r")
    offer_encodings = alternatives(koi8, "windows-1252")
    assert (offer_encodings[0].encoding, offer_encodings[0].sample) == ("koi8-r", _GREETING)
    assert "windows-1251" in [other.encoding for other in offer_encodings]


@pytest.mark.parametrize(("text", "name", "codec"), CYRILLIC + OTHERS)
def test_who_was_misunderstood_finds_the_right_one(text: str, name: str, codec: str) -> None:
    content = text.encode(codec, "ignore")
    for wrong in ("cp437", "utf-8"):
        right = [other.encoding for other in alternatives(content, wrong)[:2]]
        assert name in right
    assert decode_as(content, name, "").text == content.decode(codec)


@pytest.mark.parametrize(("text", "name", "codec"), CYRILLIC + OTHERS)
def test_what_is_offered_is_short_differs_and_can_be_chosen(text: str, name: str, codec: str) -> None:
    content = text.encode(codec, "ignore")
    offer_encodings = alternatives(content, name)
    assert 0 < len(offer_encodings) <= 5
    texts = [decode_as(content, other.encoding, "").text for other in offer_encodings]
    assert len({*texts, content.decode(codec)}) == len(offer_encodings) + 1
    for other in offer_encodings:
        assert 0 < len(other.sample) <= 40
        assert other.sample.isprintable()
        assert other.encoding != name


_WELL_KNOWN = {"utf-8", "utf-16-le", "windows-1251", "koi8-r", "cp866", "latin-1", "shift_jis", "gb18030"}


def plainly(names: list[str]) -> set[str]:
    return {"latin-1" if name in ("iso-8859-1", "windows-1252") else name for name in names}


@pytest.mark.parametrize(("text", "name", "codec"), CYRILLIC + OTHERS)
def test_behind_the_likeliest_stand_those_that_people_know(text: str, name: str, codec: str) -> None:
    content = text.encode(codec, "ignore")
    likely = alternatives(content, name)
    others = offer_encodings(content, name)
    assert others[: len(likely)] == likely
    names = [other.encoding for other in others]
    assert name not in names
    assert len(set(names)) == len(names) <= 14
    assert plainly([name, *names]) >= _WELL_KNOWN


def test_what_cannot_be_has_no_look() -> None:
    looks = {
        other.encoding: other.sample for other in offer_encodings(RUSSIAN.encode("cp1251"), "windows-1251")
    }
    assert looks["koi8-r"] == RUSSIAN.encode("cp1251").decode("koi8-r").splitlines()[0][:40]
    assert looks["utf-8"] == looks["shift_jis"] == ""


@pytest.mark.parametrize(("text", "name", "codec"), [*CYRILLIC, *OTHERS, ("ascii", "utf-8", "ascii")])
def test_every_encoding_is_there_to_be_chosen(text: str, name: str, codec: str) -> None:
    content = text.encode(codec, "ignore")
    names = other_encodings(name, content)
    assert len(set(names)) == len(names) > 30
    assert plainly([name, *names]) >= _WELL_KNOWN
    for other in names:
        with suppress(NotInEncoding):
            assert decode_as(content, other, "").encoding == other


def test_a_mark_is_known_among_all_of_them() -> None:
    assert "utf-16" in other_encodings("utf-8", RUSSIAN.encode("utf-16"))
    assert "utf-8-bom" in other_encodings("cp866", RUSSIAN.encode("utf-8-sig"))
    assert not {"utf-16", "utf-32", "utf-8-bom"} & {*other_encodings("cp866", RUSSIAN.encode())}


def test_a_long_line_is_shown_from_where_it_is_not_ascii() -> None:
    content = b"some, " * 2000 + f"{_GREETING} ".encode("cp1251") + b"more " * 2000
    shown = alternatives(content, "koi8-r")[0].sample
    assert _GREETING in shown
    assert len(shown) == 40


def test_ascii_is_ascii_in_every_encoding() -> None:
    assert alternatives(b"plain text\n", "utf-8") == []


def test_utf_8_may_be_meant_otherwise_and_there_is_a_way_back() -> None:
    content = _GREETING.encode()
    offer_encodings = alternatives(content, "utf-8")
    assert offer_encodings
    assert alternatives(content, offer_encodings[0].encoding)[0].encoding == "utf-8"


def test_of_wide_encodings_the_other_byte_order_is_offered() -> None:
    content = RUSSIAN.encode("utf-16-le")
    assert [other.encoding for other in alternatives(content, "utf-16-le")] == ["utf-16-be"]
    assert alternatives(content, "utf-16-be")[0].sample == RUSSIAN[:40]


def test_japanese_in_seven_bits_may_be_meant_as_it_stands() -> None:
    content = JAPANESE.encode("iso2022-jp")
    assert decode(content, "").encoding == "iso-2022-jp"
    assert [other.encoding for other in alternatives(content, "iso-2022-jp")] == ["utf-8"]
    assert decode_as(content, "utf-8", "") == Decoded(content.decode(), "utf-8")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (RUSSIAN.encode("cp1251"), "utf-8"),
        (RUSSIAN.encode("cp1251"), "shift_jis"),
        (b"\x81\x8d", "windows-1252"),
        (RUSSIAN.encode("utf-16-le"), "windows-1251"),
        (b"odd", "utf-16-le"),
        (b"%PDF-1.7 and so on", "koi8-r"),
    ],
)
def test_a_choice_that_does_not_fit_is_refused(content: bytes, encoding: str) -> None:
    with pytest.raises(NotInEncoding) as refusal:
        decode_as(content, encoding, "<b>.txt")
    assert refusal.value.data == {"name": "<b>.txt", "encoding": encoding}


def test_there_is_no_encoding_of_that_name() -> None:
    with pytest.raises(NotInEncoding):
        decode_as(b"text", "ebcdic", "")


def test_large_files_are_looked_at_quickly() -> None:
    content = b"plain text, line by line\n" * (MAX_FILE_BYTES // 25 - 1) + _GREETING.encode("cp866")
    with in_reasonable_time():
        assert alternatives(content, "windows-1251")[0].sample == _GREETING
