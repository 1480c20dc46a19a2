"""Authors change the encoding that a file is decoded with, also of a file of 20 MB."""

import asyncio
from typing import Any

import pytest

from auth.models import User
from posts.drafts.models import NotPublished
from posts.errors import NotInEncoding, NotText, PostNotFound
from posts.limits import MAX_FILE_BYTES, Allowance, LimitReached
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.doors import Door
from tests.posts.conftest import CHAT, STRANGER, found, publish, refused, revise

_TEXT = "Съешь же ещё этих мягких французских булок, да выпей чаю.\n"
_UTF_8 = _TEXT.encode()
_CP1251 = _TEXT.encode("cp1251")
_THAI = "สวัสดีครับ นี่คือข้อความภาษาไทยธรรมดาที่เขียนขึ้นเพื่อทดสอบ\n"
# Within the limit by far, and in UTF-8 beyond it.
_LARGE = _THAI.encode("cp874") * (MAX_FILE_BYTES * 2 // 5 // len(_THAI))


async def publish_file(posts: Door, author: User, content: bytes) -> Any:
    return await posts.publish(author, draft_of_file("notes.txt", content, file_name="notes.txt"))


@pytest.fixture
async def file(posts: Door, alice: User) -> Any:
    return await publish_file(posts, alice, _CP1251)


async def test_the_text_and_the_bytes_of_a_file_are_stored(posts, file, folder):
    assert (file.encoding, await posts.content(file)) == ("windows-1251", _UTF_8)
    assert await posts.original(file) == _CP1251
    assert folder.files() == {file.content_source, file.original_source}


async def test_a_file_in_utf_8_is_stored_once(posts, alice, folder):
    for content in (_UTF_8, b"plain ASCII", b"\r\nends\r\n"):
        post = await publish_file(posts, alice, content)
        assert (post.encoding, post.original_source) == ("utf-8", None)
        assert await posts.original(post) == content
    assert len(folder.files()) == 3


async def test_a_file_in_utf_8_is_read_otherwise_and_back(posts, alice, folder):
    post = await publish_file(posts, alice, _UTF_8)
    other = await posts.reread(alice, post.id, "windows-1251")
    assert await posts.content(other) == _UTF_8.decode("cp1251").encode()
    assert (other.encoding, await posts.original(other)) == ("windows-1251", _UTF_8)
    back = await posts.reread(alice, post.id, "utf-8")
    assert (back.encoding, back.original_source, await posts.content(back)) == ("utf-8", None, _UTF_8)
    assert len(folder.files()) == 3, "of each revision the text"


async def test_a_byte_order_mark_is_named_and_stays_in_the_file(posts, alice):
    marked = _TEXT.encode("utf-8-sig")
    post = await publish_file(posts, alice, marked)
    assert (post.encoding, await posts.content(post)) == ("utf-8-bom", _UTF_8)
    assert await posts.original(post) == marked
    assert await posts.reread(alice, post.id, "utf-8") == post, "there is one UTF-8"


async def test_a_typed_text_has_no_encoding(posts, alice):
    post = await publish(posts, alice, _TEXT)
    assert (post.encoding, post.original_source) == (None, None)
    await refused(PostNotFound, posts.original(post))
    await refused(PostNotFound, posts.reread(alice, post.id, "windows-1251"))


async def test_the_same_text_changes_nothing_whether_typed_or_a_file(posts, alice):
    typed, file = draft_of_text(_TEXT, title="notes.txt"), draft_of_file("notes.txt", _UTF_8)
    for first, second in ((typed, file), (file, typed)):
        post = await posts.publish(alice, first)
        assert await posts.revise(alice, CHAT, post, second) == post


async def test_another_encoding_is_another_revision_of_the_same_file(posts, alice, bob, file, folder):
    await refused(PostNotFound, posts.reread(bob, file.id, "koi8-r"))
    assert await posts.reread(alice, file.id, "windows-1251") == file, "its present encoding"
    reread = await posts.reread(alice, file.id, "koi8-r")
    assert await posts.content(reread) == _CP1251.decode("koi8_r").encode()
    assert (reread.revision, reread.encoding, reread.url) == (2, "koi8-r", file.url)
    assert await posts.content(await posts.revision(reread, 1)) == _UTF_8
    assert await posts.original(reread) == _CP1251
    for encoding in ("windows-1252", "windows-1251"):
        last = await posts.reread(alice, file.id, encoding)
    assert (last.revision, last.encoding, await posts.content(last)) == (4, "windows-1251", _UTF_8)
    assert len(folder.files()) == 5, "four texts and one file"


async def test_an_impossible_or_unknown_encoding_changes_nothing(posts, alice, file):
    for encoding in (*"utf-8 ascii no-such hex rot13 idna undefined utf\0".split(" "), "", "x" * 5000):
        data = await refused(NotInEncoding, posts.reread(alice, file.id, encoding))
        assert data == {"name": "notes.txt", "encoding": encoding}
    assert await posts.own(alice, file.id) == file
    half = await publish_file(posts, alice, r"Привет, мир: \ud800".encode("cp1251"))
    with pytest.raises(NotText):
        await posts.reread(alice, half.id, "unicode_escape")


async def test_a_file_is_found_by_the_words_of_its_present_encoding(posts, alice):
    post = await publish_file(posts, alice, "Привет, кенгуру".encode("koi8_r"))
    await posts.reread(alice, post.id, "windows-1251")
    assert await found(posts, alice, "кенгуру") == []
    await posts.reread(alice, post.id, "koi8-r")
    assert await found(posts, alice, "кенгуру") == ["notes.txt"]


async def test_a_new_text_leaves_no_bytes_of_the_old_file_and_a_new_file_has_its_own(
    posts, alice, file, folder
):
    new = await revise(posts, alice, file, "typed")
    assert (new.encoding, new.original_source) == (None, None)
    assert folder.files() == {file.content_source, new.content_source}
    content = "Ещё текст".encode("utf-16")
    new = await posts.revise(alice, CHAT, file, draft_of_file("notes.txt", content))
    assert (new.encoding, await posts.original(new)) == ("utf-16", content)


@pytest.mark.parametrize("content", [None, f"Ещё один файл. {_TEXT}".encode("cp1251")], ids=["text", "file"])
async def test_of_a_simultaneous_revision_a_text_stays_and_a_file_is_decoded(
    posts, alice, file, database, content
):
    draft = draft_of_file("notes.txt", content) if content else draft_of_text("another text")
    async with posts.one_transaction() as services:
        await services.revise(alice, CHAT, file, draft)
        rereading = asyncio.ensure_future(posts.reread(alice, file.id, "koi8-r"))
        assert await database.waits(rereading)
    if content:
        assert await posts.content(await rereading) == content.decode("koi8-r").encode()
    else:
        await refused(PostNotFound, rereading)
        assert await posts.content(await posts.own(alice, file.id)) == b"another text"


async def test_a_file_that_is_beyond_the_limit_in_utf_8_is_a_paste_like_others(posts, alice):
    await posts.save_for_stranger(STRANGER, draft_of_file("thai.txt", _LARGE))
    (large,) = await posts.publish_drafts(alice, STRANGER)
    text = _LARGE.decode("cp874").encode()
    assert await posts.content(large) == text
    assert large.size == len(text) > MAX_FILE_BYTES
    assert await posts.original(large) == _LARGE
    other = await posts.reread(alice, large.id, "windows-1252")
    assert other.encoding == "latin-1", "which reads these bytes as windows-1252 does"
    await revise(posts, alice, large, "short")
    back = await posts.restore(alice, large.id, 1)
    assert (back.sha256, back.size) == (large.sha256, large.size)


async def test_a_message_beyond_the_limit_is_pending_and_not_refused(posts, alice):
    pending = await posts.submit(alice, CHAT, draft_of_text("ё" * (MAX_FILE_BYTES // 2 + 1)))
    assert isinstance(pending, NotPublished)
    assert pending.limit == LimitReached("size", Allowance().paste_size, 0)
