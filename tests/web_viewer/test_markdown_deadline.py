"""No Markdown takes too long, or becomes too large for a browser."""

import pytest

from tests.reasonable_time import in_reasonable_time
from web_viewer.markdown.rendering import MAX_RENDERED_CHARACTERS, render_markdown

_SIZE = 60_000
_WORDS = r"""
    > [ ![ [a]( [a](<b [a][ [^ ^[ [^1] ![a](b) * _a_ *_ a**b ~~a || ||a ` \ < <a <!-- <? <![CDATA[ & &amp
    <div> <b> <b><p> <ul><li> <table><tr><td> <svg><style> <b><i></b> <p><b>x <img/src="https://a.bc/d">
    : http: https:// https:/// https://a.b/( mailto:mailto: a@ @ w www. 🔥** &nbsp; " $
"""
_REPEATED = [
    *_WORDS.split(),
    *("> ", ">> - ", "*a ", "**a *a ", "*a **b ", "<a href=x>", "<x y='", "<details>\n\n", "a@b.c ", "\t>"),
    *("- ", "-\n", "1. ", "# a\n", "a\n-\n", "```\n", "```py\nx\n```\n", "---\n", "|\n-|\n"),
    *("> [!NOTE]\n", "- [ ] a\n", "\n", "a\n", "\r\n", "[a]: b\n"),
]
_BUILT = {
    "lists within each other": "".join(f"{'  ' * depth}- a\n" for depth in range(440)),
    "quotations within each other": "\n".join(">" * depth for depth in range(440)),
    "a lazy quotation": "> " * 20 + "\n" + "a\n" * 50_000,
    "brackets within each other": "[" * 50_000 + "]" * 50_000,
    "backticks of every length": "".join("`" * length + "a" for length in range(440)),
    "a table of many columns": "|" + "a|" * 25_000 + "\n|" + "-|" * 25_000,
    "a table of empty rows": "|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n" + "|\n" * 2_000,
    "a tag of many attributes": "<div" + "".join(f" a{number}=1" for number in range(12_000)) + ">",
    "a link of many brackets": "[a](" + "(" * 100_000,
    "an address of many brackets": "https://a.bc/(" + ")" * 100_000,
    "footnotes that lead on": "".join(f"[^{number}]: [^{number + 1}]\n\n" for number in range(6_000)),
    "a comment of dashes": "<!--" + "-" * 100_000 + "->",
    "a string left open": '```js\n"' + "\\" * 100_000 + "\n```",
}


@pytest.mark.parametrize("piece", _REPEATED)
def test_no_repetition_takes_long(piece: str) -> None:
    assert_quick((piece * _SIZE)[:_SIZE])


@pytest.mark.parametrize("text", _BUILT.values(), ids=_BUILT.keys())
def test_no_construction_takes_long(text: str) -> None:
    assert_quick(text)


def assert_quick(text: str) -> None:
    with in_reasonable_time():
        html = render_markdown(text)
    assert html is None or len(html) < 3_000_000


def test_a_long_document_is_rendered() -> None:
    text = "Some *words* of [prose](https://a.bc), with `code`.\n\n- An item\n\n```py\nx = 1\n```\n\n"
    assert render_markdown((text * MAX_RENDERED_CHARACTERS)[:MAX_RENDERED_CHARACTERS]) is not None


@pytest.mark.parametrize("text", ["<div>" * 1_000, "[" * 200_000, "# a\n" * 40_000])
def test_what_is_too_much_is_given_up(text: str) -> None:
    assert render_markdown(text) is None


def test_tags_that_end_by_themselves_are_not_within_each_other() -> None:
    assert render_markdown("<ul>\n" + "<li>a<br>\n" * 1_000 + "</ul>") is not None
