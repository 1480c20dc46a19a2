"""Authors set the language of a paste."""

from dataclasses import replace

import pytest

from auth.models import User
from posts.errors import LanguageMisspelt, LanguageNotKnown, PostNotFound
from posts.models import Format, Post
from posts.texts.drafts import draft_of_text
from posts.texts.languages import parse_language
from tests.doors import Door


@pytest.fixture
async def formatted(posts: Door, alice: User) -> Post:
    """Make a draft of a message with bold words."""
    draft = replace(draft_of_text("**bold**", title="note", language="markdown"), format=Format.MARKDOWN)
    post: Post = await posts.publish(alice, draft)
    return post


async def test_what_is_called_another_language_is_no_markdown_any_more(
    posts: Door, alice: User, formatted: Post
) -> None:
    named = await posts.set_language(alice, formatted.id, "python")
    assert (named.language, named.format) == ("python", Format.PLAIN)
    revision = await posts.revision(named, 1)
    assert (revision.language, revision.format) == ("python", Format.PLAIN)


async def test_what_is_called_markdown_stays_what_it_was(posts: Door, alice: User, formatted: Post) -> None:
    assert (await posts.set_language(alice, formatted.id, "markdown")).format is Format.MARKDOWN
    note = await posts.publish(alice, draft_of_text("# text", title="plain"))
    assert (await posts.set_language(alice, note.id, "markdown")).format is Format.PLAIN


async def test_only_its_author_says(posts: Door, bob: User, formatted: Post) -> None:
    with pytest.raises(PostNotFound):
        await posts.set_language(bob, formatted.id, "python")


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("Python", "python"),
        ("PY", "python"),
        ("c++", "cpp"),
        ("Transact-SQL", "tsql"),
        (".rs", "rust"),
        ("src/main.go", "go"),
        ("Makefile", "make"),
        ("  visual   prolog ", "visualprolog"),
        ("обычный текст", "text"),
    ],
)
def test_a_language_is_known_by_any_of_its_names(typed: str, language: str) -> None:
    assert parse_language(typed) == language


@pytest.mark.parametrize(
    ("typed", "near"), [("pyton", "python"), ("javascrpt", "javascript"), ("Haskel", "haskell")]
)
def test_a_misspelt_name_reminds_of_others(typed: str, near: str) -> None:
    with pytest.raises(LanguageMisspelt) as told:
        parse_language(typed)
    assert near in told.value.near


@pytest.mark.parametrize("typed", ["", " ", "\0", "питон", "x" * 5000, "../..", "*", "[", "a b c d e f"])
def test_what_is_no_name_is_not_known(typed: str) -> None:
    with pytest.raises(LanguageNotKnown) as told:
        parse_language(typed)
    assert len(told.value.data["name"]) <= 40
