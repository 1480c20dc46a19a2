"""Files come in any encoding, and some are no text at all."""

import gzip
import io
import struct
import tracemalloc
import zipfile
import zlib
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from posts.errors import EmptyText, NotText, PostTooLarge
from posts.limits import MAX_FILE_BYTES
from posts.texts.decoding import decode
from posts.texts.drafts import draft_of_file
from tests.posts.texts import JAPANESE, KOREAN, RUSSIAN, SIMPLIFIED, TRADITIONAL
from tests.reasonable_time import in_reasonable_time

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


def _zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("note.txt", _RUSSIAN * 50)
    return file.getvalue()


_NOISE = Random(1).randbytes(3000)  # noqa: S311 - the same each time
_BINARIES = {
    "png": _PNG,
    "zip": b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(256)),
    "a real zip": _zipped(),
    "gzip": gzip.compress(_RUSSIAN.encode() * 50),
    "the start of a gzip": b"\x1f\x8b\x08\x08abc",
    "zlib": zlib.compress(_NOISE),
    "random": _NOISE,
    "random without nul": _NOISE.replace(b"\0", b"\x01"),
    "pdf": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "pdf in ascii": b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n",
    "elf": b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQ", 3, 62, 1, 0x1040),
    "class": b"\xca\xfe\xba\xbe\0\0\0\x3d\0\x1d\x0a\0\x02\0\x03\x07",
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01",
    "sound": b"".join(struct.pack("<h", number * 37 % 4001 - 2000) for number in range(4000)),
    "small integers": struct.pack("<200h", *range(1, 201)),
    "floats": struct.pack("<100d", *(number / 7 for number in range(1, 101))),
    "a table of offsets": struct.pack("<100I", *range(1024, 102401, 1024)),
    "nul": b"\0",
    "false mark": b"\xef\xbb\xbf\xff not UTF-8 after all",
    "nul after a mark": "\ufeffa\0b".encode("utf-16-le"),
    "half a unit": b"\xff\xfe\x00",
    "controls": b"\x01\x02\x03\x04" * 10,
}


@pytest.mark.parametrize("content", _BINARIES.values(), ids=_BINARIES)
def test_what_is_no_text_is_refused_by_its_name(content: bytes) -> None:
    with pytest.raises(NotText) as refusal:
        draft_of_file("A picture", content, file_name="<b>.png")
    assert refusal.value.data == {"name": "<b>.png"}


@pytest.mark.parametrize(
    "text",
    [
        "8=FIX.4.2\x019=178\x0135=8\x0149=PHLX\x0156=PERS\x01\n",
        "PNG, PK and gzip are names of formats\n",
        "ID3 tags, BM and GIF89a too\n",
        "ding\x07 \x1b]0;title\x07\x1b[0m\n",
        "page one\x0cpage two\x1a",
    ],
)
def test_what_looks_a_little_like_no_text_is_one(text: str) -> None:
    assert text_of(text.encode()) == text


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


def test_twenty_megabytes_of_a_file_are_the_most() -> None:
    assert len(text_of(b"x" * MAX_FILE_BYTES)) == MAX_FILE_BYTES
    with pytest.raises(PostTooLarge) as refusal:
        draft_of_file(None, b"x" * (MAX_FILE_BYTES + 1))
    assert refusal.value.data == {"size": MAX_FILE_BYTES + 1, "limit": MAX_FILE_BYTES}


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (_RUSSIAN, "utf-8"),
        (_RUSSIAN, "utf-16"),
        (_RUSSIAN, "utf-32-le"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "big5"),
        (KOREAN, "euc-kr"),
    ],
)
def test_twenty_megabytes_take_little_time(text: str, codec: str) -> None:
    page = text.encode(codec, "ignore")
    whole = page.decode(codec) * (MAX_FILE_BYTES // len(page))
    content = whole.encode(codec)
    with in_reasonable_time():
        decoded = decode(content, "large.txt")
    assert decoded.text == whole


def test_twenty_megabytes_take_little_room() -> None:
    content = RUSSIAN.encode("cp1251") * (MAX_FILE_BYTES // len(RUSSIAN))
    tracemalloc.start()
    try:
        decode(content, "large.txt")
        assert tracemalloc.get_traced_memory()[1] < 100 * 1024 * 1024
    finally:
        tracemalloc.stop()
