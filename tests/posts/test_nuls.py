"""Logs with a few NULs, as a crash leaves them, are texts; files with many, or other controls, are not."""

import struct
import tarfile
from io import BytesIO
from random import Random

import pytest

from auth.models import User
from posts.errors import NotText
from posts.models import Post
from posts.texts.decoding import alternatives, decode, decode_as
from posts.texts.drafts import draft_of_file
from tests.doors import Door
from tests.posts.conftest import found
from tests.posts.texts import CYRILLIC, OTHERS

LOG = "".join(f"2026-11-28 12:00:{second:02} INFO started worker {second}\n" for second in range(60))


@pytest.mark.parametrize("times", [1, 20, 200], ids=str)
def test_a_log_keeps_each_of_its_few_nuls(times: int) -> None:
    torn = LOG.replace("worker 17", "worker 17" + "\0" * times)
    read = decode(torn.encode(), "app.log")
    assert (read.text, read.encoding) == (torn, "utf-8")


@pytest.mark.parametrize("text", ["text with a \0 in it", "Привет,\0 мир", "one\0two\0three and more\n"])
def test_so_does_a_short_text(text: str) -> None:
    assert decode(text.encode(), "short.txt").text == text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_so_does_one_with_a_byte_order_mark(codec: str) -> None:
    torn = LOG.replace("17", "17\0")
    assert decode(torn.encode(codec), "app.log").text == torn


@pytest.mark.parametrize(("text", "name", "codec"), CYRILLIC + OTHERS)
def test_so_does_a_page_in_any_encoding_and_can_be_read_otherwise(text: str, name: str, codec: str) -> None:
    torn = text.encode(codec, "ignore").replace(b"\n", b"\n\0", 2)
    read = decode(torn, "page.txt")
    assert (read.encoding, read.text) == (name, torn.decode(codec))
    others = alternatives(torn, name)
    assert others
    for other in others:
        assert decode_as(torn, other.encoding, "page.txt").text != read.text


def _tar() -> bytes:
    file, content = BytesIO(), LOG.encode() * 100
    with tarfile.open(fileobj=file, mode="w") as archive:
        entry = tarfile.TarInfo("app.log")
        entry.size = len(content)
        archive.addfile(entry, BytesIO(content))
    return file.getvalue().rstrip(b"\0")


_NO_TEXTS = {
    "an archive of texts": _tar(),
    "another": b"070701" + b"0" * 104 + b"app.log\0" + LOG.encode(),
    "records": b"".join(struct.pack("<IH30s", number, 7, b"name" * 7) for number in range(99)),
    "words and zeros": b"\0".join([b"word"] * 100),
    "noise": Random(1).randbytes(3000).translate(None, bytes(range(32))) + b"\0",  # noqa: S311
    "zeros before a log": b"\0" * 4096 + LOG.encode(),
    "many after a mark": "\ufeffa\0b".encode("utf-16-le"),
}


@pytest.mark.parametrize("content", _NO_TEXTS.values(), ids=_NO_TEXTS)
def test_what_is_no_text_is_still_none(content: bytes) -> None:
    with pytest.raises(NotText):
        decode(content, "core")


async def test_a_paste_with_nuls_is_exact_and_can_be_found(posts: Door, alice: User) -> None:
    torn = "worker\0seventeen stopped\n" + LOG
    post: Post = await posts.publish(alice, draft_of_file(None, torn.encode()))
    assert await posts.content(post) == torn.encode()
    assert post.title == "worker\ufffdseventeen stopped"
    assert await found(posts, alice, "seventeen") == [post.title]
