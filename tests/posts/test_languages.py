"""Languages of pastes: by name, by file name, or by the text itself."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from pygments.lexers import get_all_lexers

from posts.texts.drafts import draft_of_file, draft_of_text
from posts.texts.languages import display_name, guess_language, language_named, language_of_file


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("main.py", "python"),
        ("app.js", "javascript"),
        ("Main.java", "java"),
        ("style.CSS", "css"),
        ("notes.md", "markdown"),
        ("notes.txt", "text"),
        ("Makefile", "make"),
        ("Dockerfile", "docker"),
        ("no-extension", None),
        ("Release 2.1", None),
        ("", None),
        ("a\0b\n.xyz", None),
    ],
)
def test_a_files_name_tells_its_language(name: str, language: str | None) -> None:
    assert language_of_file(name) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("#!/usr/bin/env python3\nx", "python"),
        ("#!/bin/sh\nls", "bash"),
        ("#!/usr/bin/env node\nx", "javascript"),
        ("print('hi')", "python"),
        ("import os\n", "python"),
        ("def f(x):\n    return re.match('\\d', x)\n", "python"),
        ("console.log('hi')", "javascript"),
        ("const answer = 42;\n", "javascript"),
        ("function greet(name) {\n  return name\n}", "javascript"),
        ("import fs from 'fs'\n", "javascript"),
        ('{"a": [1, 2]}', "json"),
        ("[1, 2, 3]", "json"),
        ("<!DOCTYPE html><p>hi", "html"),
        ("\ufeff\n<html lang=en>", "html"),
        ("<?xml version='1.0'?><a/>", "xml"),
        ("<?php echo 1;", "php"),
        ("diff --git a/x b/x\n", "diff"),
        ("--- a/x\n+++ b/x\n@@ -1 +1 @@\n", "diff"),
        ("SELECT name\n  FROM users", "sql"),
        ("select * from users", "sql"),
        ("insert into users (name) values ('x')", "sql"),
        ("#include <stdio.h>\nint main() {}", "cpp"),
        ('package main\n\nimport "fmt"\n', "go"),
    ],
)
def test_a_text_can_prove_its_language(text: str, language: str) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
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
    ],
)
def test_prose_stays_text(text: str) -> None:
    assert guess_language(text) == "text"


@settings(deadline=None)
@given(text=some.text() | some.text("()[]{}:='\"\\ \nabf#!<-", max_size=80))
@example(text="'\\d'.x()")
def test_every_text_gets_a_language_that_has_a_name(text: str) -> None:
    assert display_name(guess_language(text))


@settings(deadline=None)
@given(
    name=some.text() | some.sampled_from([alias for _, aliases, *_ in get_all_lexers() for alias in aliases])
)
def test_whatever_people_call_a_language_it_is_known_by_one_name_or_not_at_all(name: str) -> None:
    language = language_named(name)
    assert language is None or (display_name(language) and language_named(language) == language)


@pytest.mark.parametrize(
    ("name", "language"),
    [("Python", "python"), (" py ", "python"), ("C++", "cpp"), ("klingon", None), ("", None)],
)
def test_a_language_has_many_names(name: str, language: str | None) -> None:
    assert language_named(name) == language


@pytest.mark.parametrize(("language", "shown"), [("python", "Python"), ("text", "Text"), ("cpp", "C++")])
def test_a_language_is_shown_by_its_proper_name(language: str, shown: str) -> None:
    assert display_name(language) == shown


def test_what_the_author_says_goes_before_any_guess() -> None:
    assert draft_of_text("print(1)", language="lua").language == "lua"
    assert draft_of_text("print(1)", title="main.lua").language == "lua"
    assert draft_of_file("My notes", b"print(1)", file_name="main.lua").language == "lua"
    assert draft_of_file("My notes", b"print(1)", file_name="main").language == "python"
