"""The search works for odd texts and odd words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from auth.models import User
from posts.texts.drafts import draft_of_text
from tests.doors import Door
from tests.posts.conftest import found
from tests.reasonable_time import in_reasonable_time

_SOME_TEXT = some.text(some.characters(exclude_categories=["Cs"]), max_size=100)


_ODD = r"' '' \ \' a'b a&b|c !a ( :* a:* <-> / % * ² 🎉 the и 'a'b'".split()
_LONG = ["x" * 3000, "ё" * 3000, "a " * 2000]


@pytest.mark.parametrize("words", [*_ODD, '"a b"', "\0", "a\0b", "'; DROP TABLE posts.posts; --"])
async def test_odd_words_are_searched_for_like_others(posts: Door, alice: User, words: str) -> None:
    await posts.publish(alice, draft_of_text("kangaroo", title="note"))
    assert await found(posts, alice, words) in ([], ["note"])
    assert await found(posts, alice, f"kangaroo {words}") in ([], ["note"])
    assert await found(posts, alice, "kangaroo") == ["note"]


@pytest.mark.parametrize("words", _LONG, ids=["latin", "russian", "many"])
async def test_long_words_and_many_words_are_only_not_found(posts: Door, alice: User, words: str) -> None:
    await posts.publish(alice, draft_of_text("kangaroo", title="note"))
    assert await found(posts, alice, words) == []
    assert await found(posts, alice, f"kangaroo {words}") in ([], ["note"])


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(words=_SOME_TEXT | some.text("ab'\\&|!():*<-> \0", max_size=30))
async def test_any_words_can_be_searched_for(posts: Door, alice: User, words: str) -> None:
    await found(posts, alice, words)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(before=_SOME_TEXT, after=_SOME_TEXT)
async def test_a_word_is_found_whatever_stands_around_it(
    posts: Door, alice: User, before: str, after: str
) -> None:
    text = f"{before} kangaroo {after}"
    post = await posts.publish(alice, draft_of_text(text, title="note"))
    page = await posts.page_of(alice.id, 0, 1, None, "kangaroo")
    assert page.posts == [post]


@pytest.mark.parametrize(
    "around", ["'", '"', "<", ">", "/", "\\", ".", "@", "\0", "\u200b", "{", "=", "_", "–"]
)
async def test_punctuation_hides_no_word(posts: Door, alice: User, around: str) -> None:
    await posts.publish(alice, draft_of_text(f"left{around}kangaroo{around}right", title="note"))
    assert await found(posts, alice, "kangaroo") == ["note"]


@pytest.mark.parametrize(
    "text",
    [
        "kangaroo " + "x" * 3000 + " ",
        "kangaroo " + ("x" * 3000 + " ") * 333,
        "kangaroo " + "ё" * 500_000,
        "kangaroo,".join(f"{number:x}" for number in range(10_000)),
        "kangaroo " + " ".join(map(chr, range(0x20000, 0x20000 + 40_000))),
        "kangaroo " + " ".join(chr(0x10400 + number) * 190 for number in range(38)) * 20,
        "kangaroo " + "\0" * 100_000,
        "kangaroo " + "-".join(f"w{number}" for number in range(20_000)),
    ],
    ids=["word", "words", "one", "minified", "letters", "four bytes", "nul", "hyphens"],
)
async def test_a_text_of_any_size_and_shape_is_searched(posts: Door, alice: User, text: str) -> None:
    post = await posts.publish(alice, draft_of_text(text, title="note"))
    assert await posts.content(post) == text.encode()
    assert await found(posts, alice, "kangaroo") == ["note"]
    assert await found(posts, alice, "wombat") == []


async def test_the_first_hundred_thousand_characters_are_searched(posts: Door, alice: User) -> None:
    lines = "0123456789 abcdef\n" * 10_000
    await posts.publish(alice, draft_of_text(lines[:99_000] + "kangaroo" + lines + "wombat", title="note"))
    assert await found(posts, alice, "kangaroo") == ["note"]
    assert await found(posts, alice, "wombat") == []


async def test_the_longest_word_that_is_searched(posts: Door, alice: User) -> None:
    await posts.publish(alice, draft_of_text("a" + "ё" * 199, title="note"))
    assert await found(posts, alice, "a" + "ё" * 199) == ["note"]
    assert await found(posts, alice, "a" + "ё" * 198 + "x") == []


async def test_words_are_found_wherever_they_stand_in_a_text_without_spaces(posts: Door, alice: User) -> None:
    words = [f"word{number:04}cafe\u0301" for number in range(300)]
    await posts.publish(alice, draft_of_text(",".join(words), title="note"))
    for word in words[60:100]:
        assert await found(posts, alice, word) == ["note"], word


async def test_a_text_of_combining_marks_is_indexed_in_linear_time(posts: Door, alice: User) -> None:
    """Check the time: quadratic in the number of marks, it would take 8 seconds."""
    text = "cafe\u0301 a" + "\u0301\u0323" * 50_000
    with in_reasonable_time(2):
        await posts.publish(alice, draft_of_text(text, title="note"))
    assert await found(posts, alice, "café") == ["note"]
