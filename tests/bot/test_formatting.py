"""Formatted messages as Markdown. Examples are written in Telegram's HTML."""

import pytest
from aiogram.types import MessageEntity

from bot.formatting.markdown import markdown_of
from bot.formatting.spans import is_formatted
from local.telegram.text.html_reading import read_html


def message(html: str) -> tuple[str, list[MessageEntity]]:
    read = read_html(html)
    return read.text, [MessageEntity(**entity.as_json()) for entity in read.entities]


def whole(text: str, kind: str) -> tuple[str, list[MessageEntity]]:
    length = len(text.encode("utf-16-le")) // 2
    return text, [MessageEntity(type=kind, offset=0, length=length)]


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


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
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
    ],
)
def test_nothing_of_the_text_is_taken_for_markup(text: str, markdown: str) -> None:
    assert markdown_of(text, []) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
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
)
def test_lines_and_spaces_stay(text: str, markdown: str) -> None:
    assert markdown_of(text, []) == markdown


def test_places_are_counted_in_utf_16_units_of_the_message_as_sent() -> None:
    text = "🔥\r\n🔥 bold"
    assert markdown_of(text, [MessageEntity(type="bold", offset=7, length=4)]) == "🔥\\\n🔥 **bold**"


@pytest.mark.parametrize(("offset", "length"), [(-1, 3), (1, 100), (50, 5), (0, 0), (3, -2)])
def test_places_outside_of_the_text_do_no_harm(offset: int, length: int) -> None:
    markdown = markdown_of("🔥ab", [MessageEntity(type="bold", offset=offset, length=length)])
    assert markdown.replace("**", "").replace("<b>", "").replace("</b>", "") == "🔥ab"


@pytest.mark.parametrize(
    "tag", ["b", "i", "u", "s", "tg-spoiler", "code", "blockquote", "blockquote expandable"]
)
def test_a_message_with_emphasis_is_formatted(tag: str) -> None:
    assert is_formatted(*message(f"<{tag}>a</{tag.split()[0]}> b"))
    assert is_formatted(*message(f"<{tag}>a</{tag.split()[0]}>"))


@pytest.mark.parametrize(
    ("html", "formatted"),
    [
        ("a", False),
        ("<a href='https://a.bc'>x</a>", True),
        ("<pre>x</pre>", False),
        ("<pre>x</pre>\n ", False),
        ("<pre>x</pre> y", True),
        ("<pre>x</pre>\n<pre>y</pre>", True),
        ("a<b> </b>b", False),
        ("<tg-emoji emoji-id='5'>👍</tg-emoji>", False),
    ],
)
def test_code_alone_and_plain_text_are_not_formatted(html: str, formatted: bool) -> None:
    assert is_formatted(*message(html)) is formatted


@pytest.mark.parametrize(
    "kind",
    "url mention hashtag cashtag bot_command email phone_number text_mention custom_emoji".split(),
)
def test_what_telegram_finds_by_itself_is_no_formatting(kind: str) -> None:
    assert not is_formatted(*whole("whatever", kind))


def test_long_messages_are_written_without_a_wait() -> None:
    text = "a *b* [c] \n" * 20_000 + " " * 100_000
    entities = [MessageEntity(type="bold", offset=start * 11, length=5) for start in range(2_000)]
    assert markdown_of(text, entities).startswith("**a \\*b\\*** \\[c\\]\\\n**a")
