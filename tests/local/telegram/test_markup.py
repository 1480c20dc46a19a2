"""Formatting as people type it on the chat page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.telegram.text import utf16
from local.telegram.text.formatted import Entity, Formatted
from local.telegram.text.markup import read_markup, write_markup

TYPED = [
    ("a **b** c", "a b c", [Entity("bold", 2, 1)]),
    ("__b c__", "b c", [Entity("italic", 0, 3)]),
    ("~~b~~ ||c||", "b c", [Entity("strikethrough", 0, 1), Entity("spoiler", 2, 1)]),
    ("👍 `x**y**`", "👍 x**y**", [Entity("code", 3, 6)]),
    ("```python\nx = 1\n```", "x = 1", [Entity("pre", 0, 5, language="python")]),
    ("```\n  x\n\ny\n```\nz", "  x\n\ny\nz", [Entity("pre", 0, 6)]),
    ("[a](https://b.cd/)", "a", [Entity("text_link", 0, 1, url="https://b.cd/")]),
    ("> a\n> b\nc", "a\nb\nc", [Entity("blockquote", 0, 3)]),
    ("**a __b__**", "a b", [Entity("bold", 0, 3), Entity("italic", 2, 1)]),
    ("> **a** b", "a b", [Entity("blockquote", 0, 3), Entity("bold", 0, 1)]),
    # Marks that are not closed stay as typed.
    *((typed, typed, []) for typed in ("**a", "** a **", "a > b", "`a", "```", "[a](b c)", "****", "|| ||")),
]


@pytest.mark.parametrize(("typed", "text", "entities"), TYPED)
def test_marks_become_formatting_that_can_be_edited_as_it_was_typed(typed, text, entities):
    assert read_markup(typed) == Formatted(text, tuple(entities))
    assert write_markup(read_markup(typed)) == typed


def test_formatting_that_cannot_be_typed_is_left_out():
    assert write_markup(Formatted("a b", (Entity("underline", 0, 1), Entity("bold", 2, 1)))) == "a **b**"


@given(st.text(alphabet="a *_~|`[]()>\n👍b", max_size=60))
def test_anything_can_be_typed(typed):
    content = read_markup(typed)
    assert all(0 <= e.offset < e.end <= utf16.length(content.text) for e in content.entities)
    assert set(content.text) <= set(typed)
