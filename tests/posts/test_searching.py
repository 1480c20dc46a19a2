"""Pastes are found by the words of their title and their text."""

from datetime import timedelta

import pytest

from auth.models import User
from posts.models import Post, Terms, Visibility
from posts.texts.drafts import draft_of_text
from tests.doors import Door
from tests.posts.conftest import CHAT, Database, found


async def publish(posts: Door, author: User, text: str, title: str = "note") -> Post:
    post: Post = await posts.publish(author, draft_of_text(text, title=title))
    return post


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Полученные сообщения", "сообщение"),
        ("СООБЩЕНИЕ ПОЛУЧЕНО", "сообщения"),
        ("The dogs were running", "run"),
        ("How to run a dog", "Running DOGS"),
        ("Ёлка в лесу", "елки"),
        ("Postgres и Redis", "redis postgres"),
        ("publishing", "publ"),
        ("сообщения", "сооб"),
        ("version 3.14 of it", "3.14"),
        ("Crème brûlée", "crème"),
        ("cafe\u0301", "café"),
        ("吾輩は猫である", "吾輩"),
    ],
)
async def test_words_are_found_in_every_form(posts: Door, alice: User, text: str, words: str) -> None:
    await publish(posts, alice, "something else", title="other")
    await publish(posts, alice, text)
    assert await found(posts, alice, words) == ["note"]


_PROGRAM = """
    os.path.join(os.getcwd(), snake_case, camelCase)  # /usr/bin https://example.com/page?x=1
    <div class='foo'>bar</div> 0x1F self.run() x1=2;{"key":[1,2]} --verbose first-second someone@example.com
"""
_NAMES = (
    "os.path path getcwd snake_case case camelCase camel bar div foo usr/bin example.com page someone 0x1F"
)


@pytest.mark.parametrize(
    "words", [*_NAMES.split(), "self.run()", "x1", "key", "--verbose", "first second", "second, first"]
)
async def test_the_names_in_a_program_are_found(posts: Door, alice: User, words: str) -> None:
    await publish(posts, alice, "something else", title="other")
    await publish(posts, alice, _PROGRAM)
    assert await found(posts, alice, words) == ["note"]


@pytest.mark.parametrize("words", ["kangaroo dog", "unning", "cat", "dog & cat", "dog OR cat"])
async def test_all_words_must_be_there_from_their_beginning(posts: Door, alice: User, words: str) -> None:
    await publish(posts, alice, "a dog running, concatenate")
    assert await found(posts, alice, words) == []


async def test_a_title_is_found_by_its_words_and_by_any_part(posts: Door, alice: User) -> None:
    await publish(posts, alice, "x", title="Моя Заметка 100%.py")
    for words in ("заметки", "МЕТКА 10", "моя", ".PY", "0%.p", "100 py", "%"):
        assert await found(posts, alice, words) == ["Моя Заметка 100%.py"], words
    for words in ("_", "1_0", "метка моя"):
        assert await found(posts, alice, words) == [], words


async def test_a_word_of_the_title_and_one_of_the_text_are_found_together(posts: Door, alice: User) -> None:
    await publish(posts, alice, "kangaroos", title="wombats")
    assert await found(posts, alice, "wombat kangaroo") == ["wombats"]


async def test_nothing_asked_is_everything(posts: Door, alice: User) -> None:
    await publish(posts, alice, "x", title="a")
    await publish(posts, alice, "x", title="b")
    for words in ("", "  ", "\n"):
        assert await found(posts, alice, words) == ["b", "a"]


async def test_a_new_text_and_a_new_title_are_found_and_the_old_are_not(posts: Door, alice: User) -> None:
    post = await publish(posts, alice, "kangaroos", title="wombats")
    await posts.revise(alice, CHAT, post, draft_of_text("koalas"))
    assert await found(posts, alice, "kangaroo") == []
    await posts.rename(alice, post.id, "emus")
    assert await found(posts, alice, "wombat") == []
    assert await found(posts, alice, "koala emu") == ["emus"]
    await posts.restore(alice, post.id, 1)
    assert await found(posts, alice, "kangaroo emu") == ["emus"]


async def test_everybody_finds_their_own(posts: Door, alice: User, bob: User) -> None:
    await publish(posts, bob, "kangaroo")
    assert await found(posts, alice, "kangaroo") == []
    assert await found(posts, bob, "kangaroo") == ["note"]


async def test_what_is_gone_is_not_found(posts: Door, alice: User, database: Database) -> None:
    deleted = await publish(posts, alice, "kangaroo", title="deleted")
    expired = await posts.publish(alice, draft_of_text("kangaroo"), Terms(lifetime=timedelta(hours=1)))
    await posts.delete(alice, deleted.id)
    await database.expire(expired)
    assert await found(posts, alice, "kangaroo") == await found(posts, alice, "deleted") == []


@pytest.mark.parametrize("visibility", list(Visibility))
async def test_only_what_everybody_may_read_is_found_when_asked(
    posts: Door, alice: User, visibility: Visibility
) -> None:
    await posts.publish(alice, draft_of_text("kangaroo", title="note"), Terms(visibility))
    assert await found(posts, alice, "kangaroo") == ["note"]
    public = ["note"] if visibility is Visibility.PUBLIC else []
    assert await found(posts, alice, "kangaroo", Visibility.PUBLIC) == public


async def test_what_is_found_comes_in_pages_the_newest_first(posts: Door, alice: User) -> None:
    for number in range(10):
        await publish(posts, alice, "kangaroo" if number % 2 else "wombat", title=f"note {number}")
    pages = [await posts.page_of(alice.id, number, 2, None, "kangaroos") for number in range(3)]
    assert [[post.title for post in page.posts] for page in pages] == [
        ["note 9", "note 7"],
        ["note 5", "note 3"],
        ["note 1"],
    ]
    assert [page.has_more for page in pages] == [True, True, False]
