"""No Markdown takes too long, or becomes too large for a browser."""

import time

from web_viewer.markdown.rendering import MAX_RENDERED_CHARACTERS, render_markdown

_SIZE = 12_000
_AT_MOST = 5.0  # CPU seconds; without the product's own limit, such inputs take minutes
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
    "a lazy quotation": "> " * 20 + "\n" + "a\n" * 8_000,
    "brackets within each other": "[" * 12_000 + "]" * 12_000,
    "backticks of every length": "".join("`" * length + "a" for length in range(220)),
    "a table of many columns": "|" + "a|" * 6_000 + "\n|" + "-|" * 6_000,
    "a table of empty rows": "|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n" + "|\n" * 300,
    "a tag of many attributes": "<div" + "".join(f" a{number}=1" for number in range(3_000)) + ">",
    "a link of many brackets": "[a](" + "(" * 25_000,
    "an address of many brackets": "https://a.bc/(" + ")" * 25_000,
    "footnotes that lead on": "".join(f"[^{number}]: [^{number + 1}]\n\n" for number in range(1_500)),
    "a comment of dashes": "<!--" + "-" * 25_000 + "->",
    "a string left open": '```js\n"' + "\\" * 25_000 + "\n```",
}


def test_no_repetition_and_no_construction_takes_long():
    texts = {piece: (piece * _SIZE)[:_SIZE] for piece in _REPEATED} | _BUILT
    for name, text in texts.items():
        start = time.thread_time()
        html = render_markdown(text)
        assert time.thread_time() - start < _AT_MOST, name
        assert html is None or len(html) < 1_000_000, name


def test_a_long_document_is_rendered():
    text = "Some *words* of [prose](https://a.bc), with `code`.\n\n- An item\n\n```py\nx = 1\n```\n\n"
    assert render_markdown((text * MAX_RENDERED_CHARACTERS)[:MAX_RENDERED_CHARACTERS]) is not None


def test_too_deep_and_too_slow_documents_are_given_up():
    for text in ("<div>" * 1_000, "[" * 200_000):
        assert render_markdown(text) is None


def test_tags_that_end_by_themselves_are_not_nested():
    assert render_markdown("<ul>\n" + "<li>a<br>\n" * 1_000 + "</ul>") is not None
