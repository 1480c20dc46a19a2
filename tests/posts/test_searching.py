"""Authors find their pastes by the words of the title and the text, however odd those are."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from auth.models import User
from posts.models import Visibility
from tests.doors import Door
from tests.posts.conftest import found, publish, revise
from tests.reasonable_time import in_reasonable_time

_PROGRAM = """
    os.path.join(os.getcwd(), snake_case, camelCase)  # /usr/bin https://example.com/page?x=1
    <div class='foo'>bar</div> 0x1F self.run() x1=2;{"key":[1,2]} --verbose first-second someone@example.com
"""
_NAMES = (
    "os.path path getcwd snake_case case camelCase camel bar div foo usr/bin example.com page someone 0x1F "
    "self.run() x1 key --verbose"
)


async def test_words_are_found_in_every_form(posts, alice):
    for number, (text, *queries) in enumerate(
        (
            ("Полученные сообщения", "сообщение", "сооб"),
            ("СООБЩЕНИЕ ПОЛУЧЕНО", "получены"),
            ("The dogs were running", "running DOGS", "run"),
            ("Ёлка в лесу", "елки"),
            ("Postgres и Redis", "redis postgres"),
            ("publishing", "publ"),
            ("version 3.14 of it", "3.14"),
            ("Crème brûlée", "crème"),
            ("cafe\u0301", "café"),
            ("吾輩は猫である", "吾輩"),
            (_PROGRAM, *_NAMES.split(), "first second", "second, first"),
        )
    ):
        await publish(posts, alice, text, f"note {number}")
        for words in queries:
            assert (await found(posts, alice, words))[0] == f"note {number}", words
    await publish(posts, alice, "How to run a dog", "the last")
    assert await found(posts, alice, "Running DOGS") == ["the last", "note 2"]


async def test_all_words_must_be_there_from_their_beginning(posts, alice):
    await publish(posts, alice, "a dog running, concatenate", "note")
    for words in ("kangaroo dog", "unning", "cat", "dog & cat", "dog OR cat"):
        assert await found(posts, alice, words) == [], words


async def test_a_title_is_found_by_its_words_and_by_any_part(posts, alice):
    await publish(posts, alice, "kangaroos", "Моя Заметка 100%.py")
    for words in ("заметки", "МЕТКА 10", "моя", ".PY", "0%.p", "100 py", "%", "заметка kangaroo"):
        assert await found(posts, alice, words) == ["Моя Заметка 100%.py"], words
    for words in ("_", "1_0", "метка моя"):
        assert await found(posts, alice, words) == [], words


async def test_a_new_text_and_a_new_title_are_found_and_the_old_are_not(posts, alice):
    post = await publish(posts, alice, "kangaroos", "wombats")
    await revise(posts, alice, post, "koalas")
    assert await found(posts, alice, "kangaroo") == []
    await posts.rename(alice, post.id, "emus")
    assert await found(posts, alice, "wombat") == []
    assert await found(posts, alice, "koala emu") == ["emus"]
    await posts.restore(alice, post.id, 1)
    assert await found(posts, alice, "kangaroo emu") == ["emus"]


async def test_authors_find_their_own_pastes_that_are_there(posts, alice, bob, database):
    await publish(posts, bob, "kangaroo", "bob's")
    deleted = await publish(posts, alice, "kangaroo", "deleted")
    expired = await publish(posts, alice, "kangaroo")
    await posts.delete(alice, deleted.id)
    await database.expire(expired)
    for visibility in Visibility:
        await publish(posts, alice, "kangaroo", visibility, visibility=visibility)
    assert await found(posts, alice, "kangaroo") == [*map(str, reversed(Visibility))]
    assert await found(posts, alice, "kangaroo", Visibility.PUBLIC) == ["public"]
    assert await found(posts, alice, "deleted") == []
    assert await found(posts, bob, "kangaroo") == ["bob's"]
    for words in ("", "  ", "\n"):
        assert len(await found(posts, alice, words)) == 3, "without words, everything"


async def test_results_come_in_pages_the_newest_first(posts, alice):
    for number in range(10):
        await publish(posts, alice, "kangaroo" if number % 2 else "wombat", f"note {number}")
    pages = [await posts.page_of(alice.id, number, 2, None, "kangaroos") for number in range(3)]
    titles = [[post.title for post in page.posts] for page in pages]
    assert titles == [["note 9", "note 7"], ["note 5", "note 3"], ["note 1"]]
    assert [page.has_more for page in pages] == [True, True, False]


_ODD = [*r"' '' \ \' a'b a&b|c !a ( :* a:* <-> / % * ² 🎉 the и 'a'b'".split(), '"a b"', "\0", "a\0b"]
_SOME_TEXT = some.text(some.characters(exclude_categories=["Cs"]), max_size=100)
_FEW = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


async def test_odd_and_long_words_are_searched_for_like_others(posts, alice):
    await publish(posts, alice, "kangaroo", "note")
    for words in (*_ODD, "'; DROP TABLE posts.posts; --", "x" * 3000, "ё" * 3000, "a " * 2000):
        assert await found(posts, alice, words) in ([], ["note"])
        assert await found(posts, alice, f"kangaroo {words}") in ([], ["note"])
    assert await found(posts, alice, "kangaroo") == ["note"]
    assert await found(posts, alice, "x" * 3000) == []


@_FEW
@given(words=_SOME_TEXT | some.text("ab'\\&|!():*<-> \0", max_size=30))
async def test_any_words_can_be_searched_for(posts, alice, words: str) -> None:
    await found(posts, alice, words)


async def is_found(posts: Door, author: User, before: str, after: str) -> None:
    post = await publish(posts, author, f"{before} kangaroo {after}", "note")
    page = await posts.page_of(author.id, 0, 1, None, "kangaroo")
    assert page.posts == [post]


@_FEW
@given(before=_SOME_TEXT, after=_SOME_TEXT)
async def test_a_word_is_found_whatever_stands_around_it(posts, alice, before: str, after: str) -> None:
    await is_found(posts, alice, before, after)


async def test_a_word_is_found_in_a_text_of_any_size_and_shape(posts, alice):
    for before, after in (
        ("x" * 3000, "kangaroo " + ("x" * 3000 + " ") * 333),
        ("", "ё" * 500_000),
        ("", " ".join(chr(0x10400 + number) * 190 for number in range(38)) * 20),
        ("", "\0" * 100_000),
        ("", "-".join(f"w{number}" for number in range(20_000))),
        ("", " ".join(map(chr, range(0x20000, 0x20000 + 40_000)))),
    ):
        await is_found(posts, alice, before, after)


async def test_punctuation_hides_no_word(posts, alice):
    for number, sign in enumerate("'\"<>/\\.@\0\u200b{=_–,"):
        await publish(posts, alice, f"left{sign}kangaroo{number}{sign}right", "note")
        assert await found(posts, alice, f"kangaroo{number}") == ["note"], sign


async def test_the_first_hundred_thousand_characters_are_searched(posts, alice):
    lines = "0123456789 abcdef\n" * 10_000
    await publish(posts, alice, lines[:99_000] + "kangaroo" + lines + "wombat", "note")
    assert await found(posts, alice, "kangaroo") == ["note"]
    assert await found(posts, alice, "wombat") == []


async def test_a_text_of_many_words_without_spaces_is_searched(posts, alice):
    words = [f"word{number:04}cafe\u0301" for number in range(300)]
    longest = "a" + "ё" * 199
    await publish(posts, alice, ",".join(words), "note")
    await publish(posts, alice, longest, "longest")
    for word in words[60:100:4]:
        assert await found(posts, alice, word) == ["note"], word
    assert await found(posts, alice, longest) == ["longest"]
    assert await found(posts, alice, longest[:-1] + "x") == []


async def test_a_text_of_combining_marks_is_indexed_in_linear_time(posts, alice):
    """Check the time: quadratic in the number of marks, it would take 8 seconds."""
    with in_reasonable_time(2):
        await publish(posts, alice, "cafe\u0301 a" + "\u0301\u0323" * 50_000, "note")
    assert await found(posts, alice, "café") == ["note"]
