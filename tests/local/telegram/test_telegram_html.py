"""parse_mode HTML: its entities, and Telegram's errors for invalid HTML."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.telegram.errors import BotApiError
from local.telegram.text import utf16
from local.telegram.text.formatted import Entity, Formatted
from local.telegram.text.html_reading import read_html
from local.telegram.text.html_writing import write_html

DATE_TIME = Entity("date_time", 0, 1, unix_time=7, date_time_format="wDT")
READABLE = [
    ("<b>a</b> <i>b</i>", "a b", [Entity("bold", 0, 1), Entity("italic", 2, 1)]),
    ("<strong>a</strong><em>b</em>", "ab", [Entity("bold", 0, 1), Entity("italic", 1, 1)]),
    ("<u>a</u><ins>b</ins>", "ab", [Entity("underline", 0, 1), Entity("underline", 1, 1)]),
    ("<s>a</s><del>b</del>", "ab", [Entity("strikethrough", 0, 1), Entity("strikethrough", 1, 1)]),
    ("<span class='tg-spoiler'>a</span>", "a", [Entity("spoiler", 0, 1)]),
    ("<B>a</b>", "a", [Entity("bold", 0, 1)]),
    ("<b>a</>", "a", [Entity("bold", 0, 1)]),
    ("<b></b>a", "a", []),
    ("<b>👍</b><i>x</i>", "👍x", [Entity("bold", 0, 2), Entity("italic", 2, 1)]),
    ("a &lt;b&gt; &amp;amp; &quot;&#39;&#x41;", "a <b> &amp; \"'A", []),
    ("&nbsp;&unknown; &", "&nbsp;&unknown; &", []),
    ("&#55296;", "&#55296;", []),
    ('<a href="https://a.bc/?x=1&amp;y">z</a>', "z", [Entity("text_link", 0, 1, url="https://a.bc/?x=1&y")]),
    ("<a>example.com</a>", "example.com", [Entity("text_link", 0, 11, url="http://example.com/")]),
    ('<a href="http://localhost:8080/a">z</a>', "z", []),
    ("<code>x</code>", "x", [Entity("code", 0, 1)]),
    ("<pre>x</pre>", "x", [Entity("pre", 0, 1)]),
    ('<pre><code class="language-py">x = 1</code></pre>', "x = 1", [Entity("pre", 0, 5, language="py")]),
    ("<blockquote>q</blockquote>", "q", [Entity("blockquote", 0, 1)]),
    ("<blockquote expandable>q</blockquote>", "q", [Entity("expandable_blockquote", 0, 1)]),
    ("<b>x<code>y</code>z</b>", "xyz", [Entity("bold", 0, 1), Entity("code", 1, 1), Entity("bold", 2, 1)]),
    ("<b><code>y</code></b>", "y", [Entity("code", 0, 1)]),
    ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", [Entity("custom_emoji", 0, 2, custom_emoji_id="5")]),
    ('<tg-time unix="7" format="wDT">t</tg-time>', "t", [DATE_TIME]),
]

UNREADABLE = [
    ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
    ("я<br/>", 'Unsupported start tag "br/" at byte offset 2'),
    ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ("1 <2", "Unclosed start tag at byte offset 2"),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b>a</b", "Unclosed end tag at byte offset 4"),
    ("<a href>a</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
    ("<a =x>a</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<a href=b_c>a</a>", "Unexpected end of name token at byte offset 8"),
    ('<a href="b>a</a>', "Unclosed start tag at byte offset 0"),
    ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<tg-emoji>a</tg-emoji>", "Invalid custom emoji identifier specified"),
    ("<tg-time unix=x>a</tg-time>", "Invalid date-time specified"),
]


@pytest.mark.parametrize(("html", "text", "entities"), READABLE)
def test_html_becomes_a_text_with_entities(html, text, entities):
    assert read_html(html) == Formatted(text, tuple(entities))


@pytest.mark.parametrize(("html", "reason"), UNREADABLE)
def test_html_that_cannot_be_read_is_refused_in_telegrams_words(html, reason):
    with pytest.raises(BotApiError) as refused:
        read_html(html)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@given(st.text(alphabet="<>/=\"' abpreco&;#x1👍\n", max_size=60))
def test_any_html_is_read_or_refused(html):
    content = Formatted("")
    with suppress(BotApiError):
        content = read_html(html)
    assert all(0 <= e.offset < e.end <= utf16.length(content.text) for e in content.entities)


@given(st.text(max_size=100))
def test_escaped_text_is_read_as_it_was(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert read_html(escaped) == Formatted(text)


def url(link):
    return Entity("text_link", 0, 4, url=link)


@pytest.mark.parametrize(
    ("text", "entities", "html"),
    [
        ("a<b", [Entity("bold", 0, 3), Entity("italic", 1, 1)], "<b>a<i>&lt;</i>b</b>"),
        ("👍x", [Entity("code", 2, 1)], "👍<code>x</code>"),
        ("x", [Entity("pre", 0, 1, language='p"y')], '<pre data-language="p&quot;y">x</pre>'),
        # Entities that cross are closed and opened again.
        ("abc", [Entity("bold", 0, 2), Entity("italic", 1, 2)], "<b>a<i>b</i></b><i>c</i>"),
        ("here", [url("https://a.bc/?x&y")], 'href="https://a.bc/?x&amp;y"'),
        ("a.bc", [Entity("url", 0, 4)], 'href="http://a.bc"'),
        ("a@b.cd", [Entity("email", 0, 6)], 'href="mailto:a@b.cd"'),
    ],
)
def test_a_text_is_shown_with_its_formatting(text, entities, html):
    shown = write_html(Formatted(text, tuple(entities)))
    assert html in shown if html.startswith("href") else html == shown


def test_an_unsafe_link_is_not_shown_as_a_link():
    assert write_html(Formatted("here", (url("javascript:alert(1)"),))) == "here"


@given(st.text(alphabet="ab<👍\n", max_size=20), st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9))))
def test_shown_html_is_well_nested_whatever_the_entities(text, spans):
    kinds = ("bold", "italic", "code", "text_link")
    placed = enumerate(span for span in spans if sum(span) <= utf16.length(text))
    entities = tuple(Entity(kinds[n % 4], at, length, url="https://a.bc") for n, (at, length) in placed)
    written = write_html(Formatted(text, entities))
    opened: list[str] = []
    for tag in [part.partition(">")[0] for part in written.split("<")[1:]]:
        if tag.startswith("/"):
            assert opened.pop() == tag[1:]
        else:
            opened.append(tag.split()[0])
    assert opened == []
