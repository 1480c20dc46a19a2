"""Alternatives for a wrong encoding: which are offered, and how they look."""

from contextlib import suppress

import pytest

from posts.errors import NotInEncoding
from posts.limits import MAX_FILE_BYTES
from posts.texts.decoding import Decoded, alternatives, decode, decode_as, offer_encodings, other_encodings
from tests.posts.texts import CYRILLIC, JAPANESE, OTHERS, RUSSIAN
from tests.reasonable_time import in_reasonable_time

_GREETING = "Привет, мир!"
_CP1251 = RUSSIAN.encode("cp1251")
_WELL_KNOWN = {"utf-8", "utf-16-le", "windows-1251", "koi8-r", "cp866", "latin-1", "shift_jis", "gb18030"}


def plainly(names: list[str]) -> set[str]:
    return {"latin-1" if name in ("iso-8859-1", "windows-1252") else name for name in names}


def encodings_of(content: bytes, current: str) -> list[str]:
    return [other.encoding for other in alternatives(content, current)]


def test_the_likeliest_come_first_with_a_sample() -> None:
    offered = alternatives("hello\n\n  Привет, мир!\n".encode("koi8-r"), "windows-1252")
    assert (offered[0].encoding, offered[0].sample) == ("koi8-r", _GREETING)
    assert "windows-1251" in [other.encoding for other in offered]


@pytest.mark.parametrize(("text", "name", "codec"), CYRILLIC + OTHERS)
def test_the_right_encoding_is_offered_and_few_others_that_differ(text: str, name: str, codec: str) -> None:
    content = text.encode(codec, "ignore")
    for wrong in ("cp437", "utf-8"):
        assert name in encodings_of(content, wrong)[:2]
    assert decode_as(content, name, "").text == content.decode(codec)
    likely = alternatives(content, name)
    assert 0 < len(likely) <= 5
    texts = {decode_as(content, other.encoding, "").text for other in likely}
    assert len({*texts, content.decode(codec)}) == len(likely) + 1
    for other in likely:
        assert 0 < len(other.sample) <= 40
        assert other.sample.isprintable()
    offered = offer_encodings(content, name)
    assert offered[: len(likely)] == likely
    names = [other.encoding for other in offered]
    assert name not in names
    assert len(set(names)) == len(names) <= 14
    assert plainly([name, *names]) >= _WELL_KNOWN


@pytest.mark.parametrize(("text", "name", "codec"), [CYRILLIC[0], OTHERS[8], ("ascii", "utf-8", "ascii")])
def test_every_encoding_can_be_chosen(text: str, name: str, codec: str) -> None:
    content = text.encode(codec, "ignore")
    names = other_encodings(name, content)
    assert len(set(names)) == len(names) > 30
    assert plainly([name, *names]) >= _WELL_KNOWN
    for other in names:
        with suppress(NotInEncoding):
            assert decode_as(content, other, "").encoding == other


def test_encodings_with_a_mark_can_be_chosen_if_there_is_one() -> None:
    assert "utf-16" in other_encodings("utf-8", RUSSIAN.encode("utf-16"))
    assert "utf-8-bom" in other_encodings("cp866", RUSSIAN.encode("utf-8-sig"))
    assert not {"utf-16", "utf-32", "utf-8-bom"} & {*other_encodings("cp866", RUSSIAN.encode())}


def test_an_impossible_encoding_has_no_sample() -> None:
    samples = {other.encoding: other.sample for other in offer_encodings(_CP1251, "windows-1251")}
    assert samples["koi8-r"] == _CP1251.decode("koi8-r").splitlines()[0][:40]
    assert samples["utf-8"] == samples["shift_jis"] == ""


def test_the_sample_of_a_long_line_begins_where_it_is_not_ascii() -> None:
    content = b"some, " * 2000 + f"{_GREETING} ".encode("cp1251") + b"more " * 2000
    sample = alternatives(content, "koi8-r")[0].sample
    assert _GREETING in sample
    assert len(sample) == 40


def test_alternatives_differ_and_have_a_way_back() -> None:
    assert alternatives(b"plain text\n", "utf-8") == []
    assert encodings_of(_GREETING.encode(), encodings_of(_GREETING.encode(), "utf-8")[0])[0] == "utf-8"
    wide = RUSSIAN.encode("utf-16-le")
    assert encodings_of(wide, "utf-16-le") == ["utf-16-be"]
    assert alternatives(wide, "utf-16-be")[0].sample == RUSSIAN[:40]
    seven_bits = JAPANESE.encode("iso2022-jp")
    assert decode(seven_bits, "").encoding == "iso-2022-jp"
    assert encodings_of(seven_bits, "iso-2022-jp") == ["utf-8"]
    assert decode_as(seven_bits, "utf-8", "") == Decoded(seven_bits.decode(), "utf-8")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (_CP1251, "utf-8"),
        (_CP1251, "shift_jis"),
        (b"\x81\x8d", "windows-1252"),
        (RUSSIAN.encode("utf-16-le"), "windows-1251"),
        (b"odd", "utf-16-le"),
        (b"%PDF-1.7 and so on", "koi8-r"),
        (b"text", "ebcdic"),
    ],
)
def test_an_encoding_that_does_not_fit_or_exist_is_refused(content: bytes, encoding: str) -> None:
    with pytest.raises(NotInEncoding) as refusal:
        decode_as(content, encoding, "<b>.txt")
    assert refusal.value.data == {"name": "<b>.txt", "encoding": encoding}


def test_alternatives_of_a_large_file_are_found_quickly() -> None:
    content = b"plain text, line by line\n" * (MAX_FILE_BYTES // 25 - 1) + _GREETING.encode("cp866")
    with in_reasonable_time():
        assert alternatives(content, "windows-1251")[0].sample == _GREETING
