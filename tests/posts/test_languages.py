"""Languages of pastes: by name, by file name, by the text itself, or set by the author."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from pygments.lexers import get_all_lexers

from posts.errors import LanguageMisspelt, LanguageNotKnown, PostNotFound
from posts.models import Format
from posts.texts.drafts import draft_of_file, draft_of_text
from posts.texts.languages import (
    display_name,
    guess_language,
    language_named,
    language_of_file,
    parse_language,
)
from tests.posts.conftest import publish, refused

_OF_FILES = {
    "main.py": "python",
    "app.js": "javascript",
    "Main.java": "java",
    "style.CSS": "css",
    "notes.md": "markdown",
    "notes.txt": "text",
    "Makefile": "make",
    "Dockerfile": "docker",
    **dict.fromkeys(["no-extension", "Release 2.1", "", "a\0b\n.xyz"]),
}
_OF_TEXTS = {
    "#!/usr/bin/env python3\nx": "python",
    "#!/bin/sh\nls": "bash",
    "#!/usr/bin/env node\nx": "javascript",
    "print('hi')": "python",
    "import os\n": "python",
    "def f(x):\n    return re.match('\\d', x)\n": "python",
    "console.log('hi')": "javascript",
    "const answer = 42;\n": "javascript",
    "function greet(name) {\n  return name\n}": "javascript",
    "import fs from 'fs'\n": "javascript",
    '{"a": [1, 2]}': "json",
    "[1, 2, 3]": "json",
    "<!DOCTYPE html><p>hi": "html",
    "\ufeff\n<html lang=en>": "html",
    "<?xml version='1.0'?><a/>": "xml",
    "<?php echo 1;": "php",
    "diff --git a/x b/x\n": "diff",
    "--- a/x\n+++ b/x\n@@ -1 +1 @@\n": "diff",
    "SELECT name\n  FROM users": "sql",
    "select * from users": "sql",
    "insert into users (name) values ('x')": "sql",
    "#include <stdio.h>\nint main() {}": "cpp",
    'package main\n\nimport "fmt"\n': "go",
}
_PROSE = [
    "Hello, world!",
    "hello",
    "42",
    "Select a card from the deck, then delete from it what you like.",
    "Thanks (Bob)",
    "Note: buy milk (2 l), bread = 1",
    "Let me see = nothing",
    "Купить: хлеб, молоко (2 л)",
    "[link](https://example.com)",
    "{not json}",
    "package delivered",
    "https://example.com/?a=b",
    "a = 1",
    "-" * 90_000 + "1",
    "(" * 90_000,
    "[" * 90_000,
    "{" + '"a":{' * 30_000,
]


def test_a_language_is_recognized_by_a_file_name_or_by_a_text() -> None:
    assert {name: language_of_file(name) for name in _OF_FILES} == _OF_FILES
    assert {text: guess_language(text) for text in _OF_TEXTS} == _OF_TEXTS
    assert [text[:50] for text in _PROSE if guess_language(text) != "text"] == []


@given(text=some.text() | some.text("()[]{}:='\"\\ \nabf#!<-", max_size=80))
@example(text="'\\d'.x()")
def test_every_text_gets_a_language_that_has_a_name(text: str) -> None:
    assert display_name(guess_language(text))


@given(
    name=some.text() | some.sampled_from([alias for _, aliases, *_ in get_all_lexers() for alias in aliases])
)
def test_every_name_of_a_language_stands_for_one_or_for_none(name: str) -> None:
    language = language_named(name)
    assert language is None or (display_name(language) and language_named(language) == language)


def test_a_language_has_many_names_and_one_that_is_shown() -> None:
    named = {"Python": "python", " py ": "python", "C++": "cpp", "klingon": None, "": None}
    assert {name: language_named(name) for name in named} == named
    shown = {"python": "Python", "text": "Text", "cpp": "C++"}
    assert {language: display_name(language) for language in shown} == shown


def test_a_language_is_understood_as_people_type_it() -> None:
    typed = {
        "Python": "python",
        "PY": "python",
        "c++": "cpp",
        "Transact-SQL": "tsql",
        ".rs": "rust",
        "src/main.go": "go",
        "Makefile": "make",
        "  visual   prolog ": "visualprolog",
        "обычный текст": "text",
    }
    assert {name: parse_language(name) for name in typed} == typed


@pytest.mark.parametrize(
    ("typed", "near"), [("pyton", "python"), ("javascrpt", "javascript"), ("Haskel", "haskell")]
)
def test_the_error_of_a_misspelt_language_has_similar_names(typed: str, near: str) -> None:
    with pytest.raises(LanguageMisspelt) as refusal:
        parse_language(typed)
    assert near in refusal.value.near


def test_an_unknown_language_is_refused_and_shortened_in_the_error() -> None:
    for typed in ("", " ", "\0", "питон", "x" * 5000, "../..", "*", "[", "a b c d e f"):
        with pytest.raises(LanguageNotKnown) as refusal:
            parse_language(typed)
        assert len(refusal.value.data["name"]) <= 40


def test_a_chosen_language_or_file_name_counts_more_than_the_text() -> None:
    assert draft_of_text("print(1)", language="lua").language == "lua"
    assert draft_of_text("print(1)", title="main.lua").language == "lua"
    assert draft_of_file("My notes", b"print(1)", file_name="main.lua").language == "lua"
    assert draft_of_file("My notes", b"print(1)", file_name="main").language == "python"


async def test_a_formatted_text_of_another_language_is_no_longer_formatted(posts, alice, bob):
    draft = replace(draft_of_text("**bold**", title="note", language="markdown"), format=Format.MARKDOWN)
    formatted = await posts.publish(alice, draft)
    await refused(PostNotFound, posts.set_language(bob, formatted.id, "python"))
    assert (await posts.set_language(alice, formatted.id, "markdown")).format is Format.MARKDOWN
    named = await posts.set_language(alice, formatted.id, "python")
    assert (named.language, named.format) == ("python", Format.PLAIN)
    revision = await posts.revision(named, 1)
    assert (revision.language, revision.format) == ("python", Format.PLAIN)
    note = await publish(posts, alice, "# text", "plain")
    assert (await posts.set_language(alice, note.id, "markdown")).format is Format.PLAIN
