"""Lines that people type as lists are lists. Examples are written in Telegram's HTML."""

import pytest

from bot.formatting.markdown import markdown_of
from tests.bot.formatted import message


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("- milk\n- eggs\nTotal <b>bold</b>", "- milk\n- eggs\n\nTotal **bold**"),
        ("* milk\n* eggs", "* milk\n* eggs"),
        ("• milk\n•eggs", "- milk\n- eggs"),
        ("-\u00a0milk\n-   eggs", "- milk\n- eggs"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("3) three\n4) four", "3) three\n4) four"),
        ("9. nine\n10. ten\n    - more", "9. nine\n10. ten\n    - more"),
        ("Buy:\n- milk\n- eggs\n\nSoon.", "Buy:\n\n- milk\n- eggs\n\nSoon."),
        ("<blockquote>- a\n- b</blockquote>c", "> - a\n> - b\n\nc"),
        ("<pre>x</pre>- a\n- b", "```\nx\n```\n\n- a\n- b"),
        ("\n\n- a\n- b\n\n", "- a\n- b"),
    ],
)
def test_items_below_each_other_are_a_list(html: str, markdown: str) -> None:
    assert markdown_of(*message(html)) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<b>- a\n- b</b>", "- **a**\n- **b**"),
        ("- a <i>b\n- c</i> d", "- a _b_\n- _c_ d"),
        ("<tg-spoiler>1. a\n2. b</tg-spoiler>", "1. ||a||\n2. ||b||"),
        ("- <code>a</code>\n- <a href='https://a.bc/'>x</a>", "- `a`\n- [x](https://a.bc/)"),
        ("- [ ] a\n- # b\n- - c\n- 1. d", "- \\[ \\] a\n- \\# b\n- \\- c\n- 1\\. d"),
    ],
)
def test_what_is_in_them_is_formatted(html: str, markdown: str) -> None:
    assert markdown_of(*message(html)) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("- a\n  - b\n    - c\n- d", "- a\n  - b\n    - c\n- d"),
        ("1. a\n  - b\n  - c\n2. d", "1. a\n   - b\n   - c\n2. d"),
        ("- a\n\t1. b\n\t2. c", "- a\n  1. b\n  2. c"),
        ("  - a\n  - b", "- a\n- b"),
        ("- a\n - b\n- c", "- a\n- b\n- c"),
        ("- a\n    - b\n  - c", "- a\n  - b\n  - c"),
        ("- a\n  • b\n  - c", "- a\n  - b\n  * c"),
        ("1. a\n   more\n2. b", "1. a\\\n   more\n2. b"),
        ("- a\n  - b\n  more", "- a\n  - b\n\n&nbsp;&nbsp;more"),
        (
            "\n".join(" " * 2 * depth + "- x" for depth in range(8)),
            "\n".join(" " * 2 * depth + "- x" for depth in (*range(5), *range(3))).replace(
                "x\n- ", "x\n\n* "
            ),
        ),
    ],
)
def test_what_is_indented_is_within(text: str, markdown: str) -> None:
    assert markdown_of(text, []) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("- a\n- b\n1. c\n2. d", "- a\n- b\n\n1. c\n2. d"),
        ("- a\n- b\n\n- c\n- d", "- a\n- b\n\n* c\n* d"),
        ("- a\n- b\n\n- c", "- a\n- b\n\n* c"),
        ("• a\n• b\n- c\n- d\n* e\n* f", "- a\n- b\n\n* c\n* d\n\n- e\n- f"),
        ("1. a\n2. b\n1. c\n2. d", "1. a\n2. b\n\n1) c\n2) d"),
        ("1. a\n2. b\n\n3. c\n4. d", "1. a\n2. b\n\n3) c\n4) d"),
        ("- a\n- b\n\n\n- c\n- d", "- a\n- b\n\n<br>\n\n- c\n- d"),
        ("1. a\n\n2. b\n   - c\n\n3. d\n\ne", "1. a\n\n2. b\n   - c\n\n3. d\n\ne"),
    ],
)
def test_two_lists_stay_two_and_one_with_empty_lines_stays_one(text: str, markdown: str) -> None:
    assert markdown_of(text, []) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("- he said", "\\- he said"),
        ("- Well?\nHe said nothing.\n- Well!", "\\- Well?\\\nHe said nothing.\\\n\\- Well!"),
        ("2024. A year\n2025. Another", "2024\\. A year\\\n2025\\. Another"),
        ("1. a\n2. b\n4. c", "1\\. a\\\n2\\. b\\\n4\\. c"),
        ("1. a\n1. b", "1\\. a\\\n1\\. b"),
        ("01. a\n02. b", "01\\. a\\\n02\\. b"),
        ("1. a\n   2. b", "1\\. a\\\n&nbsp;&nbsp;&nbsp;2. b"),
        ("– a\n– b\n— c\n— d", "– a\\\n– b\\\n— c\\\n— d"),
        ("-5\n-6", "-5\\\n-6"),
        ("- - -\n- - -", "\\- - -\\\n\\- - -"),
        ("+ cheap\n+ quick\n- loud\n- ugly", "\\+ cheap\\\n\\+ quick\\\n\\- loud\\\n\\- ugly"),
        ("<b>1.</b> a\n<b>2.</b> b", "**1.** a\\\n**2.** b"),
        ("<code>- a\n- b</code>", "`- a`\\\n`- b`"),
    ],
)
def test_what_would_look_otherwise_stays_as_it_was_typed(html: str, markdown: str) -> None:
    assert markdown_of(*message(html)) == markdown


def test_long_lists_are_written_without_a_wait() -> None:
    text = "- a *b*\n\n" * 10_000 + "1. x\n" * 10_000
    assert markdown_of(text, []).startswith("- a \\*b\\*\n\n- a")
