"""Markdown that is not valid HTML as it is written: headings, anchors, nesting."""

import re

import pytest

from tests.web_viewer.test_markdown_html import html_of


def levels(text: str) -> str:
    html = html_of(text)
    opened, closed = re.findall(r"<h(\d)", html), re.findall(r"</h(\d)", html)
    assert sorted(opened) == sorted(closed)
    return "".join(opened)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1", "2"),
        ("3", "2"),
        ("22", "22"),
        ("121", "232"),
        ("13324", "23334"),
        ("321", "222"),
        ("123456", "234566"),
        ("1616", "2323"),
    ],
)
def test_no_level_of_headings_is_left_out(written, shown):
    assert levels("\n\n".join("#" * int(level) + " x" for level in written)) == shown
    assert levels("".join(f"<h{level}>x</h{level}>" for level in written)) == shown


def test_headings_within_each_other_are_closed_as_they_were_opened():
    assert levels("<h2><div><h3>x</h3></div></h2><h2>y</h2>") == "232"


def test_what_is_aligned_has_a_class():
    html = html_of('<h1 align="center">a</h1>\n<p align="right">b</p>\n<div align="center">c</div>')
    assert '<h2 class="center">a</h2>' in html
    assert '<p class="right">b</p>' in html
    assert '<div class="center">c</div>' in html
    assert "align=" not in html


def test_each_anchor_is_there_once():
    html = html_of('<p id="a">1</p><p id="a">2</p><p id="A">3</p>\n\n# a\n\n<p id="b c">4</p>')
    assert re.findall(r' id="([^"]*)"', html) == ["user-content-a", "user-content-A"]
