"""Files in several languages, with few letters, or in a language that hardly uses their encoding."""

import pytest

from posts.encodings.utf16_utf32 import utf_without_mark
from posts.errors import NotText
from posts.texts.decoding import Decoded, decode, offer_encodings
from tests.posts.texts import JAPANESE, RUSSIAN

_MIXED = [
    "Größe; déjà vu; mañana; São Paulo; smörgåsbord\n",
    "José Müller\nFrançois Bjørnsen\nÅsa Núñez\nZoë Weiß\n",
    "niño, hyvää, och, août, øl, você",
    "corazón/München/íslenska/déjà.\n",
    "data\npingüino\nfaçade\nfor\nMaría\nand\nÜbung\nnaïve",
    '.SH "ANÁLISIS WHATIS"\n',
    "pour être actif",
    "Mixed: café ÑANDÚ Öl ÆØÅ\n",
]


@pytest.mark.parametrize("text", _MIXED)
def test_several_western_languages_are_no_thai(text: str) -> None:
    assert decode(text.encode("latin-1"), "") == Decoded(text, "latin-1")


@pytest.mark.parametrize("text", ["Łódź, Dvořák, Győr, Škoda", "Zażółć\nžluťoučký kůň\nárvíztűrő\n"])
def test_nor_are_several_of_the_middle_of_europe(text: str) -> None:
    assert decode(text.encode("cp1250"), "") == Decoded(text, "windows-1250")


@pytest.mark.parametrize("text", ["äöü", "ÄÖÜäöüß", "áéíóú ñ ü ¿¡\n", "äöüßÄÖÜéèêëàâ\n", "5 µm"])
def test_letters_are_tried_out_one_after_another(text: str) -> None:
    assert decode(text.encode("latin-1"), "").text == text


def test_encodings_without_undecodable_bytes_come_first() -> None:
    for text in _MIXED:
        for end in ("", "É", "ß!", " – “œuf”"):
            assert "\ufffd" not in decode((text + end).encode("cp1252"), "").text


def test_frames_need_no_long_lines() -> None:
    frame = "╔═══╗\n║ A ║\n╚═══╝\n"
    assert decode(frame.encode("cp866"), "") == Decoded(frame, "cp866")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "Ä",
        "ñ",
        "äöü",
        "ÀÁÂÃÄÅÆÇÈÉÊË",
        "Ёж",
        "ъуъ",
        "东京",
        "テスト",
        "简体中文",
        "ｶﾅとカナ\n",
        "俄语：Привет，法语：déjà\n",
    ],
)
def test_wide_encodings_are_known_by_few_letters_and_by_rare_ones(text: str, codec: str) -> None:
    content = text.encode(codec)
    assert decode(content, "") == Decoded(text, codec)
    assert codec in [other.encoding for other in offer_encodings(content, "latin-1")]


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "gb18030"),
        (JAPANESE, "gb18030"),
        ("Hello Привет 世界\n", "gb18030"),
        ("Größe, déjà vu, mañana\n", "gb18030"),
        (RUSSIAN, "shift_jis"),
        ("Привет, мир!", "shift_jis"),
        (RUSSIAN, "euc-jp"),
        ("ロシア語: Привет, мир\n", "shift_jis"),
    ],
)
def test_encodings_of_the_far_east_have_letters_of_others_too(text: str, codec: str) -> None:
    content = text.encode(codec, "ignore")
    assert decode(content, "").text == content.decode(codec)


@pytest.mark.parametrize("content", [b"\x04", b"\0", b"\0\0"])
def test_a_byte_or_two_are_no_script(content: bytes) -> None:
    assert utf_without_mark(content, 5.5) is None


@pytest.mark.parametrize("content", [bytes(range(4)) * 99, b"\0\1\2\3", b"\0\0\xe1\0" * 99, b"\1\3" * 99])
def test_small_numbers_are_no_text(content: bytes) -> None:
    with pytest.raises(NotText):
        decode(content, "")
