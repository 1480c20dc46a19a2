"""Drafts become pastes with an address."""

import asyncio
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from auth.models import User
from posts.errors import PostNotFound
from posts.models import Origin, Post, Visibility
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.doors import Door
from tests.posts.conftest import ORIGIN, ContentFolder


@pytest.mark.parametrize(
    "text",
    [
        "one\ntwo",
        "windows\r\nlines\r\n",
        "\ufeffwith a mark",
        "🎉 emoji 👩‍👩‍👧 and \u202e bidi",
        "<script>alert('&amp;')</script>\n",
        "  spaces around  \n\n\n",
        "\x1b[31mred\x07",
        "x" * 1_000_000,
    ],
)
async def test_the_content_is_byte_for_byte_what_was_sent(posts: Door, alice: User, text: str) -> None:
    post: Post = await posts.publish(alice, draft_of_text(text))
    assert await posts.content(post) == text.encode()
    assert post.size == len(text.encode())
    assert post.sha256 == sha256(text.encode()).hexdigest()
    assert await posts.open(post.url, reader=None) == post


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(title=some.text(), text=some.text(some.characters(exclude_categories=["Cs"]), min_size=1))
async def test_any_title_and_any_text_make_a_paste(posts: Door, alice: User, title: str, text: str) -> None:
    if text.strip():
        post = await posts.publish(alice, draft_of_text(text, title=title))
        assert await posts.content(post) == text.encode()
        assert post.author == "alice"


async def test_a_nul_in_a_title_is_shown_as_lost(posts: Door, alice: User) -> None:
    post = await posts.publish(alice, draft_of_text("text", title="a\0b"))
    assert post.title == "a\ufffdb"


@pytest.mark.parametrize(
    ("text", "lines"), [("one", 1), ("one\n", 1), ("one\ntwo", 2), ("one\r\ntwo\r\n", 2), ("\n\nx", 3)]
)
async def test_lines_are_counted_as_an_editor_does(posts: Door, alice: User, text: str, lines: int) -> None:
    assert (await posts.publish(alice, draft_of_text(text))).lines == lines


async def test_a_taken_address_gets_a_number(posts: Door, alice: User, bob: User) -> None:
    draft = draft_of_text("print(1)", title="main.py")
    urls = [(await posts.publish(author, draft)).url for author in (alice, alice, alice, bob)]
    assert urls == ["alice/main.py", "alice/main-2.py", "alice/main-3.py", "bob/main.py"]


async def test_a_number_that_is_taken_by_another_title_is_passed_over(posts: Door, alice: User) -> None:
    titles = ["note", "note 2", "note"]
    urls = [(await posts.publish(alice, draft_of_text("x", title=title))).url for title in titles]
    assert urls == ["alice/note", "alice/note-2", "alice/note-3"]


async def test_the_hundredth_of_a_name_finds_its_place(posts: Door, alice: User) -> None:
    urls = {(await posts.publish(alice, draft_of_text("x", title="same"))).url for _ in range(105)}
    assert urls == {"alice/same"} | {f"alice/same-{number}" for number in range(2, 106)}


async def test_a_title_of_full_length_has_room_for_numbers(posts: Door, alice: User) -> None:
    urls = [(await posts.publish(alice, draft_of_text("x" * 200))).url for _ in range(2)]
    assert urls == ["alice/" + "x" * 64, "alice/" + "x" * 62 + "-2"]


async def test_pastes_of_one_title_sent_at_once_all_get_an_address(
    posts: Door, alice: User, folder: ContentFolder
) -> None:
    at_once = (posts.publish(alice, draft_of_text(f"text {n}", title="same")) for n in range(8))
    published: list[Post] = await asyncio.gather(*at_once)
    assert len({post.url for post in published}) == 8
    assert [await posts.content(post) for post in published] == [f"text {n}".encode() for n in range(8)]
    assert len(folder.files()) == 8


async def test_the_same_message_makes_one_paste(posts: Door, alice: User, folder: ContentFolder) -> None:
    draft = draft_of_text("hello", origin=ORIGIN)
    assert await posts.publish(alice, draft) == await posts.publish(alice, draft)
    assert len(folder.files()) == 1


async def test_the_same_message_handled_twice_at_once_makes_one_paste(
    posts: Door, alice: User, folder: ContentFolder
) -> None:
    draft = draft_of_text("hello", origin=ORIGIN)
    published = await asyncio.gather(*(posts.publish(alice, draft) for _ in range(6)))
    assert len({post.id for post in published}) == 1
    assert {published[0].content_source} == folder.files()
    assert len((await posts.page_of(alice.id, 0, 10)).posts) == 1


async def test_the_same_number_in_another_chat_or_of_another_bot_is_another_message(
    posts: Door, alice: User
) -> None:
    origins = [
        ORIGIN,
        Origin(1, 8, ORIGIN.message_id),
        Origin(2, ORIGIN.chat_id, ORIGIN.message_id),
        None,
        None,
    ]
    published = [await posts.publish(alice, draft_of_text("hello", origin=origin)) for origin in origins]
    assert len({post.id for post in published}) == 5


async def test_a_file_keeps_its_name_in_the_address(posts: Door, alice: User) -> None:
    post = await posts.publish(alice, draft_of_file("Main.py", b"import os\r\n", file_name="Main.py"))
    assert (post.url, post.title, post.language) == ("alice/main.py", "Main.py", "python")
    assert await posts.content(post) == b"import os\r\n"


async def test_an_address_is_found_only_as_it_is(posts: Door, alice: User) -> None:
    await posts.publish(alice, draft_of_text("x", title="note"))
    for url in (
        "alice/Note",
        "alice/note/",
        "alice",
        "alice/%6eote",
        "bob/note",
        "../alice/note",
        "x" * 10_000,
    ):
        with pytest.raises(PostNotFound) as unknown:
            await posts.open(url, reader=None)
        assert unknown.value.code == "post-not-found"


async def test_a_paste_is_there_by_its_id_for_its_author(posts: Door, alice: User, bob: User) -> None:
    post = await posts.publish(alice, draft_of_text("x"))
    assert await posts.get(post.id) == await posts.own(alice, post.id) == post
    assert await posts.get(post.id + 1) is None
    for somebody, number in ((bob, post.id), (alice, post.id + 1)):
        with pytest.raises(PostNotFound):
            await posts.own(somebody, number)
    assert post.visibility is Visibility.PUBLIC
