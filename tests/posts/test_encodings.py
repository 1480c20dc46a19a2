"""The encoding of a file is found by its text: a page, a line, a word of it."""

import re
from collections.abc import Iterable
from itertools import cycle, product

import pytest

from posts.encodings.utf16_utf32 import utf_without_mark
from posts.errors import NotText
from posts.texts.decoding import Decoded, alternatives, decode, decode_as, offer_encodings
from tests.posts.texts import (
    CYRILLIC,
    FRENCH,
    GERMAN,
    GREEK,
    JAPANESE,
    KOREAN,
    OTHERS,
    RUSSIAN,
    SIMPLIFIED,
    SPANISH,
    THAI,
    TRADITIONAL,
)

_CODE = [
    "int main(void) {{\n    return 0;  /* {} */\n}}\n",
    "def area(width, height):\n    # {}\n    return width * height\n",
    "SELECT id, name FROM users WHERE name = '{}' ORDER BY id;\n",
    '<html>\n<body class="page"><p>{}</p></body>\n</html>\n',
    '{{"id": 17, "title": "{}", "tags": ["a", "b"]}}\n',
    "2024-05-01 12:00:00,123 \x1b[31mERROR\x1b[0m [worker-1] {}\n",
    "id;title;price\r\n1;{};100.50\r\n2;screw M4;0.10\r\n",
    "[main]\npath = C:\\Users\\{}\\Desktop\n",
]
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
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
_WESTERN = (
    "café Straße naïve señor über déjà Größe São Malmö København ¿Qué? ¡Hola! don’t “so” 25°C £5".split()
)
_TRIED_FIRST = ["Привет", "привет", "Привет, мир!", "Тест", "Да", "Ура!", "Имя;Возраст\r\nАнна;5\r\n"]
_UNCHANGED = "строка\r\nещё\rодна\n\tи \f \x08 \x1b[1mпоследняя\x1b[0m\x0b\n\n"

Written = tuple[str, str]
"""A text, and the codec that writes it."""


def encoded(text: str, codec: str) -> tuple[str, bytes]:
    """Return the part of a text that an encoding has, and its bytes."""
    content = text.encode(codec, "ignore")
    return content.decode(codec), content


def misread(written: Iterable[Written]) -> list[tuple[str, str, str]]:
    """Return each text that is not read as it was written, with its codec and with what was read."""
    wrong = []
    for text, codec in written:
        expected, content = encoded(text, codec)
        if (read := decode(content, "").text) != expected:
            wrong.append((expected, codec, read))
    return wrong


def words_read(text: str, codec: str) -> float:
    words = [(word, codec) for word in set(re.findall(r"\w{4,}", text)) if not word.isascii()]
    return 1 - len(misread(words)) / len(words)


@pytest.mark.parametrize(("text", "name", "codec"), CYRILLIC + OTHERS)
def test_a_page_each_of_its_lines_and_most_of_its_words_are_read(text: str, name: str, codec: str) -> None:
    page, content = encoded(text, codec)
    assert decode(content, "page.txt") == Decoded(page, name)
    assert misread((line, codec) for line in text.splitlines()) == []
    if (text, name, codec) in CYRILLIC:
        assert words_read(text, codec) >= 0.95
        assert words_read(text.title(), codec) >= 0.95
    assert words_read(text, codec) >= 0.8


def test_short_and_odd_texts_are_read_whole() -> None:
    written = [
        *product(_TRIED_FIRST, ["cp1251", "koi8-r", "cp866"]),
        *product(_WESTERN, ["cp1252"]),
        *product(["äöü", "ÄÖÜäöüß", "áéíóú ñ ü ¿¡\n", "äöüßÄÖÜéèêëàâ\n", "5 µm"], ["latin-1"]),
        *product([_UNCHANGED], ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"]),
        ("髙橋㈱ ①番の注文を受け付けました", "cp932"),
        ("我們喺度食飯，你哋嚟唔嚟？", "big5hkscs"),
        ("똠방각하 펲시콜라를 마셨습니다", "cp949"),
        ("龍门 㐀 𠀀 四字节的汉字也可以读", "gb18030"),
    ]
    assert misread(written) == []


def test_encodings_of_the_far_east_have_letters_of_other_scripts() -> None:
    written = [
        *product(
            [RUSSIAN, JAPANESE, "Hello Привет 世界\n", "Größe, déjà vu, mañana\n"],
            ["gb18030"],
        ),
        *product([RUSSIAN, "Привет, мир!", "ロシア語: Привет, мир\n"], ["shift_jis"]),
        (RUSSIAN, "euc-jp"),
    ]
    assert misread(written) == []


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        *product([RUSSIAN], ["cp1251", "koi8-r", "cp866"]),
        *product([GERMAN, FRENCH], ["cp1252"]),
        *product([JAPANESE], ["shift_jis", "euc-jp"]),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "big5"),
        (KOREAN, "euc-kr"),
    ],
)
def test_one_phrase_in_code_is_enough_even_after_much_ascii(text: str, codec: str) -> None:
    phrases = [phrase for phrase in re.findall(r"\w[\w ]{8,30}\w", text) if not phrase.isascii()]
    files = (
        "x = 1\n" * 500 + code.format(phrase) for code, phrase in zip(cycle(_CODE), phrases, strict=False)
    )
    assert misread((file, codec) for file in files) == []


@pytest.mark.parametrize(
    ("texts", "codec", "name"),
    [
        (_MIXED, "latin-1", "latin-1"),
        ([GERMAN, SPANISH, "crème brûlée", "Käse", "résumé", "x" * 1000 + "é", "½ l"], "latin-1", "latin-1"),
        ([FRENCH, "don’t “so” déjà", "naïve – ŒUVRE"], "cp1252", "windows-1252"),
        (["crème\x85 brûlée \x81\x8d\x8f\x90\x9d élève"], "latin-1", "iso-8859-1"),
        (["Łódź, Dvořák, Győr, Škoda", "Zażółć\nžluťoučký kůň\nárvíztűrő\n"], "cp1250", "windows-1250"),
        (["╔═══╗\n║ A ║\n╚═══╝\n"], "cp866", "cp866"),
    ],
)
def test_encodings_that_share_most_letters_are_told_apart(texts: list[str], codec: str, name: str) -> None:
    for text in texts:
        expected, content = encoded(text, codec)
        assert decode(content, "") == Decoded(expected, name)


def test_encodings_without_undecodable_bytes_come_first() -> None:
    for text, end in product(_MIXED, ("", "É", "ß!", " – “œuf”")):
        assert "\ufffd" not in decode((text + end).encode("cp1252"), "").text


def test_western_encodings_that_read_the_same_have_one_name() -> None:
    for chosen in ("latin-1", "windows-1252", "iso-8859-1"):
        assert decode_as("Käse".encode("latin-1"), chosen, "") == Decoded("Käse", "latin-1")


def test_wide_encodings_do_without_a_mark() -> None:
    texts = ["Hello", "x\r\n", "Привет", "café", RUSSIAN, JAPANESE, KOREAN, GREEK, THAI, "a 😀"]
    for text, codec in product(texts, _WIDE):
        assert decode(text.encode(codec), "") == Decoded(text, codec)
    for text, codec in product([JAPANESE, SIMPLIFIED], _WIDE[:2]):
        sentence = text.splitlines()[0].encode(codec)
        assert b"\0" not in sentence
        assert decode(sentence, "") == Decoded(sentence.decode(codec), codec)


def test_utf_16_is_recognized_by_few_letters_and_by_rare_ones() -> None:
    texts = "Ä ñ äöü ÀÁÂÃÄÅÆÇÈÉÊË Ёж ъуъ 东京 テスト 简体中文 ｶﾅとカナ\n 俄语：Привет，法语：déjà\n".split(
        " "
    )
    for text, codec in product(texts, _WIDE[:2]):
        content = text.encode(codec)
        assert decode(content, "") == Decoded(text, codec)
        assert codec in [other.encoding for other in offer_encodings(content, "latin-1")]


def test_bytes_of_small_numbers_are_no_wide_encoding() -> None:
    for content in (b"\x04", b"\0", b"\0\0"):
        assert utf_without_mark(content, 5.5) is None
    for content in (bytes(range(4)) * 99, b"\0\1\2\3", b"\0\0\xe1\0" * 99, b"\1\3" * 99):
        with pytest.raises(NotText):
            decode(content, "")


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    for codec, name in (("utf-8-sig", "utf-8-bom"), ("utf-16", "utf-16"), ("utf-32", "utf-32")):
        marked = RUSSIAN.encode(codec)
        assert decode(marked, "") == decode_as(marked, name, "") == Decoded(RUSSIAN, name)


def test_utf_8_has_a_name_with_and_one_without_its_mark() -> None:
    marked = RUSSIAN.encode("utf-8-sig")
    assert decode(b"plain", "").encoding == decode(RUSSIAN.encode(), "").encoding == "utf-8"
    assert decode_as(marked, "utf-8", "") == Decoded(RUSSIAN, "utf-8-bom")
    assert decode_as(RUSSIAN.encode(), "utf-8-bom", "") == Decoded(RUSSIAN, "utf-8")
    assert "utf-8-bom" in [other.encoding for other in alternatives(marked, "windows-1251")]
    assert not any("utf-8" in other.encoding for other in alternatives(marked, "utf-8-bom"))
