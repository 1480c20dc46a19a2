"""Restored revisions have their language and format, and their file if it is known."""

import pytest

from auth.models import User
from posts.errors import PostNotFound
from posts.models import Format, Post
from posts.texts.drafts import draft_of_file, draft_of_markdown, draft_of_text
from tests.doors import Door
from tests.posts.conftest import CHAT, ContentFolder, Database

_PROGRAM = "import os\nprint(os.name)\n"
_RUSSIAN = "Съешь же ещё этих мягких французских булок, да выпей чаю.\n"
_CONTENT = _RUSSIAN.encode("cp1251")


@pytest.fixture
async def program(posts: Door, alice: User) -> Post:
    post: Post = await posts.publish(alice, draft_of_text(_PROGRAM, title="program"))
    return post


@pytest.fixture
async def file(posts: Door, alice: User) -> Post:
    post: Post = await posts.publish(alice, draft_of_file("notes.txt", _CONTENT))
    return post


async def formatted(posts: Door, author: User, post: Post) -> Post:
    new: Post = await posts.revise(author, CHAT, post, draft_of_markdown("**bold**", plain="bold"))
    return new


async def test_a_program_comes_back_from_under_a_formatted_text(
    posts: Door, alice: User, program: Post
) -> None:
    assert (await formatted(posts, alice, program)).format is Format.MARKDOWN
    restored = await posts.restore(alice, program.id, 1)
    assert (restored.language, restored.format) == ("python", Format.PLAIN)
    again = await posts.restore(alice, program.id, 2)
    assert (again.language, again.format, again.revision) == ("markdown", Format.MARKDOWN, 4)


async def test_revisions_know_what_they_are(posts: Door, alice: User, program: Post, file: Post) -> None:
    await formatted(posts, alice, program)
    kinds = [(one.language, one.format) for one in await posts.revisions(program)]
    assert kinds == [("markdown", Format.MARKDOWN), ("python", Format.PLAIN)]
    assert [one.encoding for one in await posts.revisions(file)] == ["windows-1251"]


async def test_a_language_that_was_named_later_is_the_present_texts(
    posts: Door, alice: User, program: Post
) -> None:
    await posts.revise(alice, CHAT, program, draft_of_text("print(1)"))
    named = await posts.set_language(alice, program.id, "python2")
    assert [one.language for one in await posts.revisions(named)] == ["python2", "python"]
    restored = await posts.restore(alice, program.id, 1)
    assert restored.language == "python"


async def test_the_same_text_in_another_language_comes_back_too(
    posts: Door, alice: User, program: Post
) -> None:
    await posts.revise(alice, CHAT, program, draft_of_text("print(1)"))
    await posts.set_language(alice, program.id, "python2")
    await posts.revise(alice, CHAT, program, draft_of_text(_PROGRAM))
    restored = await posts.restore(alice, program.id, 1)
    assert (restored.revision, restored.language) == (4, "python")


async def test_a_revision_without_a_language_has_that_of_the_paste(
    posts: Door, alice: User, program: Post, database: Database
) -> None:
    await posts.revise(alice, CHAT, program, draft_of_text("print(1)"))
    await database.does("UPDATE posts.revisions SET language = NULL, format = NULL")
    restored = await posts.restore(alice, program.id, 1)
    assert (restored.language, restored.format) == ("python", Format.PLAIN)


async def test_after_a_wrong_encoding_the_first_one_can_be_restored_and_changed_again(
    posts: Door, alice: User, file: Post, folder: ContentFolder
) -> None:
    await posts.reread(alice, file.id, "koi8-r")
    back = await posts.restore(alice, file.id, 1)
    assert (back.encoding, await posts.original(back)) == ("windows-1251", _CONTENT)
    assert (
        await posts.content(await posts.reread(alice, file.id, "cp866")) == _CONTENT.decode("cp866").encode()
    )
    assert len(folder.files()) == 5, "four texts and one file"


async def test_a_file_in_utf_8_is_its_text(posts: Door, alice: User) -> None:
    post = await posts.publish(alice, draft_of_file("notes.txt", _RUSSIAN.encode()))
    await posts.revise(alice, CHAT, post, draft_of_text("typed"))
    back = await posts.restore(alice, post.id, 1)
    assert (back.encoding, back.original_source) == ("utf-8", None)
    assert await posts.original(back) == _RUSSIAN.encode()


@pytest.mark.parametrize("content", [_CONTENT, _RUSSIAN.encode("utf-16"), _RUSSIAN.encode() + b"\xff"])
async def test_a_file_that_is_gone_leaves_a_text_as_if_it_were_typed(
    posts: Door, alice: User, content: bytes
) -> None:
    post = await posts.publish(alice, draft_of_file("notes.txt", content))
    for meanwhile in (draft_of_text("typed"), draft_of_file("notes.txt", "другой".encode("koi8-r"))):
        await posts.revise(alice, CHAT, post, meanwhile)
        back = await posts.restore(alice, post.id, 1)
        assert (back.encoding, back.sha256) == (None, post.sha256)
        with pytest.raises(PostNotFound):
            await posts.original(back)


async def test_the_present_text_of_a_file_is_there_already(posts: Door, alice: User, file: Post) -> None:
    assert await posts.restore(alice, file.id, 1) == file
