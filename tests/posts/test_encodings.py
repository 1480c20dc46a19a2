"""The encoding of a file is found by its text: a page, a line, a word of it."""

import re

import pytest

from posts.texts.decoding import Decoded, decode, decode_as
from tests.posts.texts import (
    CYRILLIC,
    FRENCH,
    GERMAN,
    JAPANESE,
    KOREAN,
    OTHERS,
    RUSSIAN,
    SIMPLIFIED,
    SPANISH,
    TRADITIONAL,
)

_EVERY = pytest.mark.parametrize(("text", "name", "codec"), CYRILLIC + OTHERS)
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


def encoded(text: str, codec: str) -> tuple[str, bytes]:
    """Return the part of a text that an encoding has, and its bytes."""
    content = text.encode(codec, "ignore")
    return content.decode(codec), content


@_EVERY
def test_a_page_is_read_in_its_encoding(text: str, name: str, codec: str) -> None:
    page, content = encoded(text, codec)
    decoded = decode(content, "page.txt")
    assert (decoded.encoding, decoded.text) == (name, page)


@_EVERY
def test_so_is_a_line(text: str, name: str, codec: str) -> None:
    for line in text.splitlines():
        as_it_was, content = encoded(line, codec)
        assert decode(content, "line.txt").text == as_it_was


def words_read(text: str, codec: str) -> float:
    words = [encoded(word, codec) for word in set(re.findall(r"\w{4,}", text)) if not word.isascii()]
    return sum(decode(content, "").text == word for word, content in words) / len(words)


@pytest.mark.parametrize(("text", "name", "codec"), CYRILLIC)
def test_nearly_every_single_word_in_cyrillic_is_read(text: str, name: str, codec: str) -> None:
    assert words_read(text, codec) >= 0.95
    assert words_read(text.title(), codec) >= 0.95


@_EVERY
def test_so_are_most_single_words_of_others(text: str, name: str, codec: str) -> None:
    assert words_read(text, codec) >= 0.8


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize(
    "word", ["Привет", "привет", "Привет, мир!", "Тест", "Да", "Ура!", "Имя;Возраст\r\nАнна;5\r\n"]
)
def test_what_people_try_first(word: str, codec: str) -> None:
    assert decode(word.encode(codec), "").text == word


@pytest.mark.parametrize(
    "word",
    "café Straße naïve señor über déjà Größe São Malmö København ¿Qué? ¡Hola! don’t “so” 25°C £5".split(),
)
def test_western_words_are_read_whole(word: str) -> None:
    assert decode(word.encode("cp1252"), "").text == word


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        *((RUSSIAN, codec) for codec in ("cp1251", "koi8-r", "cp866")),
        *((text, "cp1252") for text in (GERMAN, FRENCH)),
        *((JAPANESE, codec) for codec in ("shift_jis", "euc-jp")),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "big5"),
        (KOREAN, "euc-kr"),
    ],
)
@pytest.mark.parametrize("code", _CODE)
def test_one_phrase_in_code_is_enough(code: str, text: str, codec: str) -> None:
    """Find it even after much plain ASCII."""
    for phrase in re.findall(r"\w[\w ]{8,30}\w", text):
        if phrase.isascii():
            continue
        file = "x = 1\n" * 500 + code.format(phrase)
        assert decode(file.encode(codec), "").text == file


def test_latin_1_is_called_so_and_windows_1252_where_it_is_more() -> None:
    for text in (GERMAN, SPANISH, "crème brûlée", "Käse", "résumé", "x" * 1000 + "é", "½ l"):
        assert decode(text.encode("latin-1", "ignore"), "").encoding == "latin-1"
    for text in (FRENCH, "don’t “so” déjà", "naïve – ŒUVRE"):
        assert decode(text.encode("cp1252"), "").encoding == "windows-1252"
    next_line = "crème\x85 brûlée \x81\x8d\x8f\x90\x9d élève".encode("latin-1")
    assert decode(next_line, "") == Decoded(next_line.decode("latin-1"), "iso-8859-1")


@pytest.mark.parametrize("chosen", ["latin-1", "windows-1252", "iso-8859-1"])
def test_what_reads_the_same_has_one_name_whichever_was_chosen(chosen: str) -> None:
    assert decode_as("Käse".encode("latin-1"), chosen, "") == Decoded("Käse", "latin-1")


def test_what_vendors_added_is_read_too() -> None:
    for text, codec in [
        ("髙橋㈱ ①番の注文を受け付けました", "cp932"),
        ("我們喺度食飯，你哋嚟唔嚟？", "big5hkscs"),
        ("똠방각하 펲시콜라를 마셨습니다", "cp949"),
        ("龍门 㐀 𠀀 四字节的汉字也可以读", "gb18030"),
    ]:
        assert decode(text.encode(codec), "").text == text


def test_nothing_else_is_changed() -> None:
    text = "строка\r\nещё\rодна\n\tи \f \x08 \x1b[1mпоследняя\x1b[0m\x0b\n\n"
    for codec in ("utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"):
        assert decode(text.encode(codec), "").text == text
