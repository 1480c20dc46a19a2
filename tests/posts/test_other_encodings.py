"""Authors change the encoding that a file is decoded with."""

import asyncio

import pytest

from auth.models import User
from posts.errors import NotInEncoding, NotText, PostNotFound
from posts.models import Post
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.doors import Door
from tests.posts.conftest import CHAT, ContentFolder, Database, found

_TEXT = "Съешь же ещё этих мягких французских булок, да выпей чаю.\n"
_CONTENT = _TEXT.encode("cp1251")


@pytest.fixture
async def file(posts: Door, alice: User) -> Post:
    post: Post = await posts.publish(alice, draft_of_file("notes.txt", _CONTENT, file_name="notes.txt"))
    return post


async def test_its_encoding_and_its_bytes_are_stored(posts: Door, file: Post, folder: ContentFolder) -> None:
    assert (file.encoding, await posts.content(file)) == ("windows-1251", _TEXT.encode())
    assert await posts.original(file) == _CONTENT
    assert folder.files() == {file.content_source, file.original_source}


@pytest.mark.parametrize("content", [_TEXT.encode(), b"plain ASCII", b"\r\nends\r\n"])
async def test_a_file_in_utf_8_is_stored_once(
    posts: Door, alice: User, folder: ContentFolder, content: bytes
) -> None:
    post = await posts.publish(alice, draft_of_file("notes.txt", content))
    assert (post.encoding, post.original_source) == ("utf-8", None)
    assert await posts.original(post) == content
    assert folder.files() == {post.content_source}


async def test_a_file_in_utf_8_is_read_otherwise_and_back(
    posts: Door, alice: User, folder: ContentFolder
) -> None:
    post = await posts.publish(alice, draft_of_file("notes.txt", _TEXT.encode()))
    other = await posts.reread(alice, post.id, "windows-1251")
    assert await posts.content(other) == _TEXT.encode().decode("cp1251").encode()
    assert (other.encoding, await posts.original(other)) == ("windows-1251", _TEXT.encode())
    back = await posts.reread(alice, post.id, "utf-8")
    assert (back.encoding, back.original_source, await posts.content(back)) == ("utf-8", None, _TEXT.encode())
    assert len(folder.files()) == 3, "of each revision the text"


async def test_the_byte_order_mark_is_named_and_stays_in_the_file(posts: Door, alice: User) -> None:
    content = _TEXT.encode("utf-8-sig")
    post = await posts.publish(alice, draft_of_file("notes.txt", content))
    assert (post.encoding, await posts.content(post)) == ("utf-8-bom", _TEXT.encode())
    assert await posts.original(post) == content
    assert await posts.reread(alice, post.id, "utf-8") == post, "there is one UTF-8"


async def test_a_text_was_in_no_encoding(posts: Door, alice: User) -> None:
    post = await posts.publish(alice, draft_of_text(_TEXT))
    assert (post.encoding, post.original_source) == (None, None)
    with pytest.raises(PostNotFound):
        await posts.original(post)
    with pytest.raises(PostNotFound):
        await posts.reread(alice, post.id, "windows-1251")


async def test_the_same_text_is_no_news_be_it_typed_or_a_file(posts: Door, alice: User) -> None:
    typed, file = draft_of_text(_TEXT, title="notes.txt"), draft_of_file("notes.txt", _TEXT.encode())
    for first, second in ((typed, file), (file, typed)):
        post = await posts.publish(alice, first)
        assert await posts.revise(alice, CHAT, post, second) == post


async def test_read_again_it_has_another_text(posts: Door, alice: User, file: Post) -> None:
    reread = await posts.reread(alice, file.id, "koi8-r")
    assert await posts.content(reread) == _CONTENT.decode("koi8_r").encode()
    assert (reread.revision, reread.encoding, reread.url) == (2, "koi8-r", file.url)
    assert await posts.content(await posts.revision(reread, 1)) == _TEXT.encode()
    assert await posts.original(reread) == _CONTENT


async def test_it_can_be_read_again_and_again(
    posts: Door, alice: User, file: Post, folder: ContentFolder
) -> None:
    for encoding in ("koi8-r", "windows-1252", "windows-1251"):
        last = await posts.reread(alice, file.id, encoding)
    assert (last.revision, last.encoding, await posts.content(last)) == (4, "windows-1251", _TEXT.encode())
    assert len(folder.files()) == 5, "four texts and one file"


async def test_as_what_it_is_read_already_changes_nothing(posts: Door, alice: User, file: Post) -> None:
    assert await posts.reread(alice, file.id, "windows-1251") == file


@pytest.mark.parametrize(
    "encoding", ["utf-8", "ascii", "no-such", "", "hex", "rot13", "idna", "undefined", "utf\0", "x" * 5000]
)
async def test_as_what_it_cannot_be_it_stays_as_it_was(
    posts: Door, alice: User, file: Post, encoding: str
) -> None:
    with pytest.raises(NotInEncoding) as refusal:
        await posts.reread(alice, file.id, encoding)
    assert refusal.value.data == {"name": "notes.txt", "encoding": encoding}
    assert await posts.own(alice, file.id) == file


async def test_half_characters_are_no_text(posts: Door, alice: User) -> None:
    half = await posts.publish(alice, draft_of_file("half.txt", r"Привет, мир: \ud800".encode("cp1251")))
    with pytest.raises(NotText):
        await posts.reread(alice, half.id, "unicode_escape")


async def test_only_its_author_reads_it_again(posts: Door, bob: User, file: Post) -> None:
    with pytest.raises(PostNotFound):
        await posts.reread(bob, file.id, "koi8-r")


async def test_by_its_new_words_it_is_found(posts: Door, alice: User) -> None:
    wrong = draft_of_file("notes.txt", "Привет, кенгуру".encode("koi8_r"))
    post = await posts.publish(alice, wrong)
    await posts.reread(alice, post.id, "windows-1251")
    assert await found(posts, alice, "кенгуру") == []
    await posts.reread(alice, post.id, "koi8-r")
    assert await found(posts, alice, "кенгуру") == ["notes.txt"]


async def test_a_new_text_leaves_no_bytes_of_the_old_file(
    posts: Door, alice: User, file: Post, folder: ContentFolder
) -> None:
    new = await posts.revise(alice, CHAT, file, draft_of_text("typed"))
    assert (new.encoding, new.original_source) == (None, None)
    assert folder.files() == {file.content_source, new.content_source}


async def test_a_new_file_brings_its_own(posts: Door, alice: User, file: Post) -> None:
    new = await posts.revise(alice, CHAT, file, draft_of_file("notes.txt", "Ещё текст".encode("utf-16")))
    assert (new.encoding, await posts.original(new)) == ("utf-16", "Ещё текст".encode("utf-16"))


async def test_a_text_that_was_published_at_the_same_time_stays(
    posts: Door, alice: User, file: Post, database: Database
) -> None:
    async with posts.one_transaction() as services:
        await services.revise(alice, CHAT, file, draft_of_text("another text"))
        rereading = asyncio.ensure_future(posts.reread(alice, file.id, "koi8-r"))
        assert await database.waits(rereading)
    with pytest.raises(PostNotFound):
        await rereading
    assert await posts.content(await posts.own(alice, file.id)) == b"another text"


async def test_a_file_that_was_published_at_the_same_time_is_decoded(
    posts: Door, alice: User, file: Post, database: Database
) -> None:
    content = f"Ещё один файл. {_TEXT}".encode("cp1251")
    async with posts.one_transaction() as services:
        await services.revise(alice, CHAT, file, draft_of_file("notes.txt", content))
        rereading = asyncio.ensure_future(posts.reread(alice, file.id, "koi8-r"))
        assert await database.waits(rereading)
    assert await posts.content(await rereading) == content.decode("koi8-r").encode()
