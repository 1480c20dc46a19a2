"""Files are texts in some encoding, damaged or not, or no texts at all."""

import gzip
import struct
import tarfile
import tracemalloc
import zipfile
import zlib
from io import BytesIO
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from posts.errors import EmptyText, NotInEncoding, NotText, PostTooLarge
from posts.limits import MAX_FILE_BYTES
from posts.texts.decoding import Decoded, alternatives, decode, decode_as
from posts.texts.drafts import draft_of_file
from tests.posts.conftest import found
from tests.posts.texts import CYRILLIC, JAPANESE, OTHERS, RUSSIAN, SIMPLIFIED
from tests.reasonable_time import in_reasonable_time

_PANGRAM = "Съешь же ещё этих мягких французских булок, да выпей чаю.\nПривет, мир!\n"
_LOG = "".join(f"2026-11-28 12:00:{second:02} INFO started worker {second}\n" for second in range(60))


def text_of(content: bytes) -> str:
    return draft_of_file("notes", content, file_name="notes.txt").text


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251", "koi8-r", "cp866"])
def test_russian_is_read_in_all_its_encodings_however_long(codec: str) -> None:
    for times in (1, 3, 5000):
        assert text_of((_PANGRAM * times).encode(codec)) == _PANGRAM * times


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("吾輩は猫である。名前はまだ無い。\nどこで生れたかとんと見当がつかぬ。\n", "shift_jis"),
        ("吾輩は猫である。名前はまだ無い。\nどこで生れたかとんと見当がつかぬ。\n", "euc-jp"),
        ("Crème brûlée à la façon de Zoë – naïve café\n", "cp1252"),
        ("print('Привет')  # комментарий\n", "cp1251"),
        ("Имя;Возраст\r\nАнна;5\r\n", "cp1251"),
        ("El niño comió piñas\n", "latin-1"),
        ("plain ASCII\n" * 50_000 + _PANGRAM * 3, "cp1251"),
        ("8=FIX.4.2\x019=178\x0135=8\x0149=PHLX\x0156=PERS\x01\n", "ascii"),
        ("PNG, PK and gzip are names of formats\n", "ascii"),
        ("ID3 tags, BM and GIF89a too\n", "ascii"),
        ("ding\x07 \x1b]0;title\x07\x1b[31m\x1b[0m\n", "ascii"),
        ("page one\x0cpage two\x1a", "ascii"),
        ("text with a \0 in it", "utf-8"),
        ("Привет,\0 мир", "utf-8"),
        ("one\0two\0three and more\n", "utf-8"),
        *((_LOG.replace("worker 17", "worker 17" + "\0" * times), "utf-8") for times in (1, 20, 200)),
        *((_LOG.replace("17", "17\0"), codec) for codec in ("utf-8-sig", "utf-16", "utf-32")),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_files_that_look_a_little_odd_are_texts(text: str, codec: str) -> None:
    assert text_of(text.encode(codec)) == text


@pytest.mark.parametrize(("text", "name", "codec"), CYRILLIC + OTHERS)
def test_a_page_with_nuls_is_read_in_its_encoding_and_can_be_read_otherwise(text, name, codec) -> None:
    torn = text.encode(codec, "ignore").replace(b"\n", b"\n\0", 2)
    read = decode(torn, "page.txt")
    assert read == Decoded(torn.decode(codec), name)
    others = alternatives(torn, name)
    assert others
    assert all(decode_as(torn, other.encoding, "page.txt").text != read.text for other in others)


async def test_a_paste_with_nuls_is_exact_and_can_be_found(posts, alice) -> None:
    torn = "worker\0seventeen stopped\n" + _LOG
    post = await posts.publish(alice, draft_of_file(None, torn.encode()))
    assert await posts.content(post) == torn.encode()
    assert post.title == "worker\ufffdseventeen stopped"
    assert await found(posts, alice, "seventeen") == [post.title]


_ANY_SIGN = some.characters(codec="utf-8", exclude_characters="\0\ufeff", exclude_categories=["Cc"])


@given(
    text=some.text(_ANY_SIGN, min_size=1).filter(str.strip),
    encoding=some.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_utf_8_and_any_byte_order_mark_leave_no_doubt(text: str, encoding: str) -> None:
    assert text_of(text.encode(encoding)) == text


@given(content=some.binary(max_size=2000))
def test_any_bytes_are_a_text_or_are_refused(content: bytes) -> None:
    try:
        draft = draft_of_file(None, content)
    except (NotText, EmptyText):
        return
    assert draft.text.strip()
    assert draft.title


def _zip_file() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("note.txt", _PANGRAM * 50)
    return file.getvalue()


def _tar_file() -> bytes:
    file, content = BytesIO(), _LOG.encode() * 100
    with tarfile.open(fileobj=file, mode="w") as archive:
        entry = tarfile.TarInfo("app.log")
        entry.size = len(content)
        archive.addfile(entry, BytesIO(content))
    return file.getvalue().rstrip(b"\0")


_NOISE = Random(1).randbytes(3000)  # noqa: S311 - the same each time
_BINARIES = {
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89",
    "zip": b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(256)),
    "a real zip": _zip_file(),
    "gzip": gzip.compress(_PANGRAM.encode() * 50),
    "the start of a gzip": b"\x1f\x8b\x08\x08abc",
    "zlib": zlib.compress(_NOISE),
    "random": _NOISE,
    "random without nul": _NOISE.replace(b"\0", b"\x01"),
    "random without controls, and a nul": _NOISE.translate(None, bytes(range(32))) + b"\0",
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
    "tar": _tar_file(),
    "cpio": b"070701" + b"0" * 104 + b"app.log\0" + _LOG.encode(),
    "records": b"".join(struct.pack("<IH30s", number, 7, b"name" * 7) for number in range(99)),
    "words and zeros": b"\0".join([b"word"] * 100),
    "zeros before a log": b"\0" * 4096 + _LOG.encode(),
}


@pytest.mark.parametrize("content", _BINARIES.values(), ids=_BINARIES)
def test_a_binary_file_is_refused_by_its_name(content: bytes) -> None:
    with pytest.raises(NotText) as refusal:
        draft_of_file("A picture", content, file_name="<b>.png")
    assert refusal.value.data == {"name": "<b>.png"}


def test_an_empty_file_is_refused() -> None:
    for content in (b"", b" \r\n\t", "\u3000\n".encode()):
        with pytest.raises(EmptyText):
            draft_of_file("empty.txt", content)


def test_utf_8_with_an_undecodable_byte_stays_utf_8_but_a_choice_is_strict() -> None:
    damaged = RUSSIAN.encode().replace(b"\n", b"\xff\n", 1)
    read = decode(damaged, "damaged.txt")
    assert read == Decoded(RUSSIAN.replace("\n", "\ufffd\n", 1), "utf-8")
    with pytest.raises(NotInEncoding):
        decode_as(damaged, "gb18030", "damaged.txt")
    assert decode_as(damaged, "utf-8", "damaged.txt") == read, "the way back"


def test_a_file_that_ends_within_a_character_lacks_that_character_alone() -> None:
    for text, codec in ((RUSSIAN, "utf-8"), (RUSSIAN, "utf-8-sig"), (JAPANESE, "shift_jis")):
        whole = text.rstrip("。.\n")
        assert decode(whole.encode(codec)[:-1], "").text == whole[:-1] + "\ufffd"


def test_a_log_in_two_encodings_is_read_in_that_of_most_lines() -> None:
    log = ("2024-05-01 сервер запущен\n" * 200).encode() + "2024-05-01 ошибка диска\n".encode("cp1251")
    assert decode(log, "").text.startswith("2024-05-01 сервер запущен\n")


@pytest.mark.parametrize(
    ("text", "codec"), [(RUSSIAN, "utf-16"), (RUSSIAN, "cp866"), (SIMPLIFIED, "gb18030")]
)
def test_twenty_megabytes_are_read_in_little_time_and_room(text: str, codec: str) -> None:
    """Check one wide, one single-byte and one multi-byte encoding."""
    page = text.encode(codec, "ignore")
    content = page * (MAX_FILE_BYTES // len(page))
    whole = content.decode(codec).replace("\ufeff", "")
    tracemalloc.start()
    try:
        with in_reasonable_time():
            decoded = decode(content, "large.txt")
        assert tracemalloc.get_traced_memory()[1] < 100 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert len(decoded.text) == len(content.decode(codec))
    assert decoded.text.replace("\ufeff", "") == whole


def test_a_file_has_at_most_twenty_megabytes() -> None:
    assert len(text_of(b"x" * MAX_FILE_BYTES)) == MAX_FILE_BYTES
    with pytest.raises(PostTooLarge) as refusal:
        draft_of_file(None, b"x" * (MAX_FILE_BYTES + 1))
    assert refusal.value.data == {"size": MAX_FILE_BYTES + 1, "limit": MAX_FILE_BYTES}
