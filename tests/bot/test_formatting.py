"""Messages as Markdown. Examples are written in Telegram's HTML."""

from typing import Final

import pytest

from bot.formatting.drafts import TextEntity
from bot.formatting.entities import is_formatted
from bot.formatting.markdown import markdown_of
from local.telegram.text.html_reading import read_html

_TEXT: Final = "one two three four"
_BOLD: Final = TextEntity("bold", 0, 13)
_FIRST: Final = TextEntity("italic", 0, 3)
_LAST: Final = TextEntity("italic", 4, 14)
_LINK: Final = TextEntity("text_link", 4, 14, url="https://a.bc/")
_EXAMPLES: Final = {
    "emphasis has marks": [
        ("a <b>b</b> <i>c</i> <s>d</s> <u>e</u>", "a **b** _c_ ~~d~~ <u>e</u>"),
        ("<tg-spoiler>hidden</tg-spoiler>", "||hidden||"),
        ("<b>a <i>b</i> c</b>", "**a _b_ c**"),
        ("<b><i><u><s>all</s></u></i></b>", "<u>~~**_all_**~~</u>"),
        ("<b>a</b><i>b</i>", "**a**_b_"),
        ("<b>a</b> <b>b</b>", "**a** **b**"),
        ("<b>one\ntwo</b>", "**one\\\ntwo**"),
        ("<b>one\n\ntwo</b>", "**one**\n\n**two**"),
        ("<tg-emoji emoji-id='5'>👍</tg-emoji> <b>👩‍👩‍👧</b>", "👍 **👩‍👩‍👧**"),
    ],
    "white space at the ends goes outside": [
        ("<b>bold </b>x", "**bold** x"),
        ("x<b> bold</b>", "x **bold**"),
        ("a<b> </b>b", "a b"),
        ("<b>a\n</b>b", "**a**\\\nb"),
        ("<b>\n\na</b>", "**a**"),
        ("<i> a <b> b </b> c </i>", "&nbsp;_a&nbsp; **b**&nbsp; c_"),
        ("<a href='https://a.bc/'> x </a>y", "&nbsp;[x](https://a.bc/) y"),
    ],
    "tags replace marks that would not work": [
        ("un<b>frigging</b>believable", "un**frigging**believable"),
        ("un<i>frigging</i>believable", "un<i>frigging</i>believable"),
        ("<i>in</i>tra", "<i>in</i>tra"),
        ("a<b>!</b>b", "a<b>!</b>b"),
        ("a<b>«b»</b>c", "a<b>«b»</b>c"),
        ("a <b>«b»</b>, c", "a **«b»**, c"),
        ("<b>Note:</b>text", "<b>Note:</b>text"),
        ("<b>Note</b>: text", "**Note**: text"),
        ("a<b>🔥</b>b", "a<b>🔥</b>b"),
        ("a<s>(b)</s>c", "a<s>(b)</s>c"),
        ("a<tg-spoiler>?</tg-spoiler>b", 'a<span class="spoiler">?</span>b'),
        ("слово<b>часть</b>слово", "слово**часть**слово"),
        ("(<i>a</i>)", "(_a_)"),
    ],
    "links have safe addresses": [
        ("<a href='https://a.bc/d_e?f=g&amp;h=i'>x</a>", "[x](https://a.bc/d_e?f=g&h=i)"),
        ("<a href='https://a.bc/?&amp;copy;=1'>x</a>", "[x](https://a.bc/?\\&copy;=1)"),
        ("<a href='https://a.bc/(d)'>[x]</a>", "[\\[x\\]](https://a.bc/\\(d\\))"),
        ("<b>a <a href='https://a.bc/'>b</a></b>", "**a [b](https://a.bc/)**"),
        ("Hi!<a href='https://a.bc/'>x</a>", "Hi\\![x](https://a.bc/)"),
        ("<a href='https://a.bc/'>https://a.bc/</a>", "<https://a.bc/>"),
        ("<a href='https://a.bc/'>^x</a>", "[\\^x](https://a.bc/)"),
        ("<a href='tg://user?id=5'>Bob</a>", "[Bob](tg://user?id=5)"),
        ("<a href='https://a.bc/'><code>d[0]</code></a>", "[<code>d\\[0\\]</code>](https://a.bc/)"),
    ],
    "code is left alone": [
        ("<code>a*b</code>", "`a*b`"),
        ("<code>a`b</code>", "``a`b``"),
        ("<code>`a``</code>", "``` `a`` ```"),
        ("<code> a </code>", "`  a  `"),
        ("<code>a\n b\n\nc</code>", "`a`\\\n` b`\n\n`c`"),
        ("<b>a</b><code>b</code>", "**a**`b`"),
        ("<pre>x = 1</pre>", "```\nx = 1\n```"),
        ("<pre><code class='language-python'>x = 1\n</code></pre>", "```python\nx = 1\n```"),
        ("see <pre>x\n\n  y</pre> there", "see\n\n```\nx\n\n  y\n```\n\nthere"),
        ("<pre>```\nx\n```</pre>", "````\n```\nx\n```\n````"),
        ("<pre><code class='language-a`b c'>x</code></pre>", "```\nx\n```"),
        ("<pre>\tx</pre>", "```\n\tx\n```"),
        ("<pre>x</pre>  y", "```\nx\n```\n\ny"),
    ],
    "quotations have a mark on each line": [
        ("<blockquote>a\nb</blockquote>", "> a\\\n> b"),
        ("a\n<blockquote>b\n\nc</blockquote>\nd", "a\n\n> b\n>\n> c\n\nd"),
        ("<blockquote>a</blockquote>\n<blockquote>b</blockquote>", "> a\n\n> b"),
        ("<b><blockquote>a</blockquote></b>", "> **a**"),
        ("<blockquote>a <pre>b</pre></blockquote>", "> a\n>\n> ```\n> b\n> ```"),
        ("<blockquote expandable>a\nb</blockquote>", "> a\\\n> b"),
        (
            "<blockquote expandable><b>a</b>\nb\nc\nd</blockquote>",
            "> <details>\n> <summary>\n>\n> **a**\n>\n> </summary>\n>\n> b\\\n> c\\\n> d\n>\n> </details>",
        ),
    ],
    "lines and spaces stay": [
        ("a\nb\n\nc", "a\\\nb\n\nc"),
        ("a\n\n\n\nb", "a\n\n<br>\n\n<br>\n\nb"),
        ("a\n \nb", "a\n\nb"),
        ("\n\na\n\n", "a"),
        ("  a\n    b   c  \nd", "&nbsp;&nbsp;a\\\n&nbsp;&nbsp;&nbsp;&nbsp;b&nbsp;&nbsp; c\\\nd"),
        ("\ta", "&nbsp;&nbsp;&nbsp;&nbsp;a"),
        ("\u3000a", "&#12288;a"),
        ("a\r\nb\rc", "a\\\nb\\\nc"),
        ("שלום\nمرحبا", "שלום\\\nمرحبا"),
        ("", ""),
        (" \n ", ""),
    ],
    "items below each other are a list": [
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
    "items are formatted inside": [
        ("<b>- a\n- b</b>", "- **a**\n- **b**"),
        ("- a <i>b\n- c</i> d", "- a _b_\n- _c_ d"),
        ("<tg-spoiler>1. a\n2. b</tg-spoiler>", "1. ||a||\n2. ||b||"),
        ("- <code>a</code>\n- <a href='https://a.bc/'>x</a>", "- `a`\n- [x](https://a.bc/)"),
        ("- [ ] a\n- # b\n- - c\n- 1. d", "- \\[ \\] a\n- \\# b\n- \\- c\n- 1\\. d"),
    ],
    "indented items are nested": [
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
            "\n".join("  " * depth + "- x" for depth in range(8)),
            "- x\n  - x\n    - x\n      - x\n        - x\n\n* x\n  - x\n    - x",
        ),
    ],
    "two lists stay two, and one with empty lines stays one": [
        ("- a\n- b\n1. c\n2. d", "- a\n- b\n\n1. c\n2. d"),
        ("- a\n- b\n\n- c\n- d", "- a\n- b\n\n* c\n* d"),
        ("- a\n- b\n\n- c", "- a\n- b\n\n* c"),
        ("• a\n• b\n- c\n- d\n* e\n* f", "- a\n- b\n\n* c\n* d\n\n- e\n- f"),
        ("1. a\n2. b\n1. c\n2. d", "1. a\n2. b\n\n1) c\n2) d"),
        ("1. a\n2. b\n\n3. c\n4. d", "1. a\n2. b\n\n3) c\n4) d"),
        ("- a\n- b\n\n\n- c\n- d", "- a\n- b\n\n<br>\n\n- c\n- d"),
        ("1. a\n\n2. b\n   - c\n\n3. d\n\ne", "1. a\n\n2. b\n   - c\n\n3. d\n\ne"),
    ],
    "lines that a list would change stay as they were typed": [
        ("- he said", "\\- he said"),
        ("- he said\n\n1. she said", "\\- he said\n\n1\\. she said"),
        ("1. a\n   1. b\n   1. c", "1\\. a\\\n&nbsp;&nbsp;&nbsp;1. b\\\n&nbsp;&nbsp;&nbsp;1. c"),
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
}


def test_messages_in_markdown_look_the_same() -> None:
    examples = [(rule, *example) for rule, examples in _EXAMPLES.items() for example in examples]
    read = [(rule, html, read_html(html)) for rule, html, _ in examples]
    assert [(rule, html, markdown_of(sent.text, sent.entities)) for rule, html, sent in read] == examples


def test_nothing_of_the_text_is_taken_for_markup() -> None:
    for text, markdown in (
        ("2 * 3_4 [x](y) `z` ~5 |6| \\n", "2 \\* 3_4 \\[x\\](y) \\`z\\` \\~5 \\|6\\| \\\\n"),
        ("snake_case _x_ __init__", "snake_case \\_x\\_ \\_\\_init\\_\\_"),
        ("a < b <c> </d> <3 &amp; & &c", "a < b \\<c> \\</d> <3 \\&amp; & &c"),
        ("# a\n## b\n#c #d", "\\# a\\\n\\## b\\\n#c #d"),
        ("- a\n+ b\n* c\n• d", "\\- a\\\n\\+ b\\\n\\* c\\\n• d"),
        ("1. a\n2) b\n3.5\n1000000000. c", "1\\. a\\\n2\\) b\\\n3.5\\\n1000000000. c"),
        ("> a\n>b", "\\> a\\\n\\>b"),
        ("a\n---\nb\n===\n***", "a\\\n\\---\\\nb\\\n\\===\\\n\\*\\*\\*"),
        ("|a|b|\n|-|-|", "\\|a\\|b\\|\\\n\\|-\\|-\\|"),
        ("[^1] [^1]: x", "\\[^1\\] \\[^1\\]: x"),
        ("https://a.bc a@b.cd", "https\\://a.bc a\\@b.cd"),
        ("- [ ] a", "\\- \\[ \\] a"),
    ):
        assert markdown_of(text, []) == markdown


@pytest.mark.parametrize(
    ("text", "entities", "markdown"),
    [
        (_TEXT, [_BOLD, _LAST], "**one _two three_** _four_"),
        (_TEXT, [_BOLD, _LINK], "**one** [**two three** four](https://a.bc/)"),
        (_TEXT, [_BOLD, _FIRST, _LINK], "**_one_** [**two three** four](https://a.bc/)"),
        ("🔥\r\n🔥 bold", [TextEntity("bold", 7, 4)], "🔥\\\n🔥 **bold**"),
        ("x", [TextEntity("text_link", 0, 1, url="javascript:alert(1)")], "x"),
    ],
    ids=["overlap", "overlapping link", "words before a link", "UTF-16 as sent", "unsafe address"],
)
def test_entities_are_nested_and_safe(text: str, entities: list[TextEntity], markdown: str) -> None:
    assert markdown_of(text, entities) == markdown


def test_entities_that_telegram_finds_are_no_formatting() -> None:
    for text, kind, markdown in (
        ("https://a.bc/d_e*f", "url", "<https://a.bc/d_e*f>"),
        ("a.bc/d_e", "url", "[a.bc/d_e](http://a.bc/d_e)"),
        ("ftp://a.bc/", "url", "ftp\\://a.bc/"),
        ("a.b@c.de", "email", "<a.b@c.de>"),
        ("#tag", "hashtag", "#tag"),
        ("@some_body", "mention", "@some_body"),
        ("/start", "bot_command", "/start"),
        ("+7 900 000-00-00", "phone_number", "+7 900 000-00-00"),
        ("Bob", "text_mention", "Bob"),
        ("$USD", "cashtag", "$USD"),
        ("👍", "custom_emoji", "👍"),
    ):
        entities = [TextEntity(kind, 0, len(text.encode("utf-16-le")) // 2)]
        assert markdown_of(text, entities) == markdown
        assert not is_formatted(text, entities)


def test_places_outside_of_the_text_do_no_harm() -> None:
    for offset, length in ((-1, 3), (1, 100), (50, 5), (0, 0), (3, -2)):
        markdown = markdown_of("🔥ab", [TextEntity("bold", offset, length)])
        assert markdown.replace("**", "").replace("<b>", "").replace("</b>", "") == "🔥ab"


def test_a_message_is_formatted_if_plain_text_would_lose_something() -> None:
    tags = ("b", "i", "u", "s", "tg-spoiler", "code", "blockquote", "blockquote expandable")
    formatted = {f"<{tag}>a</{tag.split()[0]}>{after}" for tag in tags for after in ("", " b")}
    formatted |= {"<a href='https://a.bc'>x</a>", "<pre>x</pre> y", "<pre>x</pre>\n<pre>y</pre>"}
    plain = {"a", "<pre>x</pre>", "<pre>x</pre>\n ", "a<b> </b>b", "<tg-emoji emoji-id='5'>👍</tg-emoji>"}
    messages = {html: read_html(html) for html in formatted | plain}
    assert {html for html, sent in messages.items() if is_formatted(sent.text, sent.entities)} == formatted


@pytest.mark.parametrize(
    ("text", "entities", "beginning"),
    [
        (
            "a *b* [c] \n" * 20_000 + " " * 100_000,
            [TextEntity("bold", start * 11, 5) for start in range(2_000)],
            "**a \\*b\\*** \\[c\\]\\\n**a",
        ),
        ("- a *b*\n\n" * 10_000 + "1. x\n" * 10_000, [], "- a \\*b\\*\n\n- a"),
    ],
    ids=["paragraph", "lists"],
)
def test_long_messages_are_written_without_a_wait(
    text: str, entities: list[TextEntity], beginning: str
) -> None:
    assert markdown_of(text, entities).startswith(beginning)
