"""Formatted messages as Markdown. Examples are written in Telegram's HTML."""

import pytest
from aiogram.types import MessageEntity

from bot.formatting.markdown import markdown_of
from tests.bot.formatted import message, whole


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
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
)
def test_emphasis_has_marks(html: str, markdown: str) -> None:
    assert markdown_of(*message(html)) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<b>bold </b>x", "**bold** x"),
        ("x<b> bold</b>", "x **bold**"),
        ("a<b> </b>b", "a b"),
        ("<b>a\n</b>b", "**a**\\\nb"),
        ("<b>\n\na</b>", "**a**"),
        ("<i> a <b> b </b> c </i>", "&nbsp;_a&nbsp; **b**&nbsp; c_"),
        ("<a href='https://a.bc/'> x </a>y", "&nbsp;[x](https://a.bc/) y"),
    ],
)
def test_white_space_at_the_ends_goes_outside(html: str, markdown: str) -> None:
    assert markdown_of(*message(html)) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
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
)
def test_where_marks_would_not_work_there_are_tags(html: str, markdown: str) -> None:
    assert markdown_of(*message(html)) == markdown


def test_what_overlaps_is_nested() -> None:
    text = "one two three four"
    bold = MessageEntity(type="bold", offset=0, length=13)
    italic = MessageEntity(type="italic", offset=4, length=14)
    assert markdown_of(text, [bold, italic]) == "**one _two three_** _four_"
    link = MessageEntity(type="text_link", offset=4, length=14, url="https://a.bc/")
    assert markdown_of(text, [bold, link]) == "**one** [**two three** four](https://a.bc/)"
    first = MessageEntity(type="italic", offset=0, length=3)
    assert markdown_of(text, [bold, first, link]) == "**_one_** [**two three** four](https://a.bc/)"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
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
)
def test_links(html: str, markdown: str) -> None:
    assert markdown_of(*message(html)) == markdown


@pytest.mark.parametrize(
    ("text", "kind", "markdown"),
    [
        ("https://a.bc/d_e*f", "url", "<https://a.bc/d_e*f>"),
        ("a.bc/d_e", "url", "[a.bc/d_e](http://a.bc/d_e)"),
        ("ftp://a.bc/", "url", "ftp\\://a.bc/"),
        ("a.b@c.de", "email", "<a.b@c.de>"),
        ("#tag", "hashtag", "#tag"),
        ("@some_body", "mention", "@some_body"),
        ("/start", "bot_command", "/start"),
        ("+7 900 000-00-00", "phone_number", "+7 900 000-00-00"),
    ],
)
def test_what_telegram_has_found_by_itself(text: str, kind: str, markdown: str) -> None:
    assert markdown_of(*whole(text, kind)) == markdown


def test_a_link_that_leads_nowhere_safe_is_text() -> None:
    link = MessageEntity(type="text_link", offset=0, length=1, url="javascript:alert(1)")
    assert markdown_of("x", [link]) == "x"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
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
    ],
)
def test_code_is_left_alone(html: str, markdown: str) -> None:
    assert markdown_of(*message(html)) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
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
)
def test_quotations(html: str, markdown: str) -> None:
    assert markdown_of(*message(html)) == markdown
