"""The HTML of Markdown."""

import re

from web_viewer.markdown.rendering import render_markdown

_REL = 'rel="nofollow ugc noopener noreferrer"'


def html_of(text: str) -> str:
    html = render_markdown(text)
    assert html is not None
    return html.strip()


def test_marks_become_tags():
    for text, html in {
        "**b** _i_ `c` ~~s~~": "<p><strong>b</strong> <em>i</em> <code>c</code> <s>s</s></p>",
        "<u>u</u> <kbd>k</kbd> H<sub>2</sub>O": "<p><u>u</u> <kbd>k</kbd> H<sub>2</sub>O</p>",
        "one\ntwo\\\nthree  \nfour": "<p>one\ntwo<br>\nthree<br>\nfour</p>",
        "a < b & c &copy; 5 > 4": "<p>a &lt; b &amp; c © 5 &gt; 4</p>",
        "- a\n- b": '<ul dir="auto">\n<li>a</li>\n<li>b</li>\n</ul>',
        "3. a\n4. b": '<ol start="3" dir="auto">\n<li>a</li>\n<li>b</li>\n</ol>',
        "> q": '<blockquote dir="auto">\n<p>q</p>\n</blockquote>',
        "~one~ and main.py, read.me, a//b.c": "<p>~one~ and main.py, read.me, a//b.c</p>",
        '<p id="copy">x</p>': '<p id="user-content-copy">x</p>',
        "<div>\n\n**a": "<div>\n<p>**a</p>\n</div>",
        "</div></main>x": "x",
        "![none](data:image/png;base64,AA)": "<p>none</p>",
        "[![ci](https://a.bc/d)](x)": f'<p><a href="x" {_REL}>ci</a></p>',
        '<a href="x"><img alt="ci" src="https://a.bc"></a>': f'<p><a href="x" {_REL}>ci</a></p>',
    }.items():
        assert html_of(text) == html


def test_spoilers_can_be_reached_by_keyboard():
    for text, html in {
        "||a *b*||": "{a <em>b</em>}",
        "x||a||y": "x{a}y",
        "**||a||** ||b||": "<strong>{a}</strong> {b}",
        "[||a||](#x)": f'<a href="#user-content-x" {_REL}>{{a}}</a>',
        '<span class="spoiler">a</span>': "{a}",
        "a || b || c": "a || b || c",
        "|||a||| ||b": "|||a||| ||b",
        "`||a||` \\||a||": "<code>||a||</code> ||a||",
    }.items():
        hidden = html.replace("{", '<span class="spoiler" tabindex="0">').replace("}", "</span>")
        assert html_of(text) == f"<p>{hidden}</p>"


def test_links_go_where_they_say_and_send_no_referrer():
    for text, address in {
        "[x](https://a.bc/d?e=f&g=h)": "https://a.bc/d?e=f&amp;g=h",
        "[x](mailto:a@b.cd)": "mailto:a@b.cd",
        "[x](tg://resolve?domain=y)": "tg://resolve?domain=y",
        "[x](other.md)": "other.md",
        "[x](/alice/other)": "/alice/other",
        "[x](//a.bc)": "//a.bc",
        "[x](#Setup)": "#user-content-Setup",
        '<a href="#y">x</a>': "#user-content-y",
        "[x][1]\n\n[1]: https://a.bc": "https://a.bc",
    }.items():
        assert html_of(text) == f'<p><a href="{address}" {_REL}>x</a></p>'
    for address in ("ftp://a.bc/", "ton://transfer", "x:y", "\u00a0javascript:x", "blob:x"):
        assert html_of(f'<b><a href="{address}">x</a></b>') == f"<p><b><a {_REL}>x</a></b></p>"
    for typed in ("https://a.bc/d_e_f?g=%D0%B9", "http://пример.рф/", "a.b@c.de"):
        assert f">{typed}</a>." in html_of(f"See {typed}.")
        assert f">{typed}</a>." in html_of(f"See <{typed}>.")


def test_pictures_become_links_with_their_words():
    for text, address, words in (
        ("![words](https://a.bc/d.png 't')", "https://a.bc/d.png", "words"),
        ("![](https://a.bc/d%20e.png?f)", "https://a.bc/d%20e.png?f", "d e.png"),
        ("![](https://a.bc/)", "https://a.bc/", "https://a.bc/"),
        ("![a *b*](d.png)", "d.png", "a b"),
        ('_<img src="https://a.bc/d.png" alt="&lt;x&gt;">_', "https://a.bc/d.png", "&lt;x&gt;"),
    ):
        assert f'<a class="picture" href="{address}" {_REL}>{words}</a>' in html_of(text)


def levels(text: str) -> str:
    html = html_of(text)
    opened, closed = re.findall(r"<h(\d)", html), re.findall(r"</h(\d)", html)
    assert sorted(opened) == sorted(closed)
    return "".join(opened)


def test_headings_begin_at_the_second_level_and_leave_none_out():
    for written, shown in {
        "1": "2",
        "3": "2",
        "22": "22",
        "121": "232",
        "13324": "23334",
        "321": "222",
        "123456": "234566",
        "1616": "2323",
    }.items():
        assert levels("\n\n".join("#" * int(level) + " x" for level in written)) == shown
        assert levels("".join(f"<h{level}>x</h{level}>" for level in written)) == shown
    assert levels("<h2><div><h3>x</h3></div></h2><h2>y</h2>") == "232"


def test_a_heading_has_an_anchor_of_its_own():
    for heading, name in {
        "Getting started, quickly!": "getting-started-quickly",
        "`code` & *more*": "code--more",
        "Установка": "установка",
        "🔥": "section",
        "__proto__": "proto",
    }.items():
        html = html_of(f"# {heading}")
        assert f'<h2 id="user-content-{name}">' in html
        assert f'<a class="anchor" href="#user-content-{name}" tabindex="-1" aria-hidden="true"' in html
    html = html_of("# a\n# a-1\n# a\n# a")
    for name in ("a", "a-1", "a-2", "a-3"):
        assert html.count(f'id="user-content-{name}"') == 1
    html = html_of('<p id="a">1</p><p id="a">2</p><p id="A">3</p>\n\n# a\n\n<p id="b c">4</p>')
    assert re.findall(r' id="([^"]*)"', html) == ["user-content-a", "user-content-A"]


def test_alignment_tables_tasks_footnotes_and_alerts_have_classes():
    for text, parts in {
        '<h1 align="center">a</h1>\n<p align="right">b</p>\n<div align="center">c</div>': [
            *('<h2 class="center">a</h2>', '<p class="right">b</p>', '<div class="center">c</div>')
        ],
        "|a|b|c|\n|:-|:-:|-:|\n|1|2|3|": [
            '<div class="wide" tabindex="0"><table dir="auto">',
            '<td class="left">1</td>\n<td class="center">2</td>\n<td class="right">3</td>',
        ],
        "- [ ] a\n- [x] b": [
            '<input type="checkbox" disabled=""> a',
            '<input type="checkbox" disabled="" checked=""> b',
        ],
        "- <input type=text value=x>": ['<li>\n<input type="checkbox" disabled=""></li>'],
        "a[^x]\n\n[^x]: Note.": [
            '<a href="#user-content-fn1" id="user-content-fnref1"',
            '<li id="user-content-fn1" class="footnote-item">',
            '<a href="#user-content-fnref1" class="footnote-backref"',
        ],
        "> [!WARNING]\n> Hot.": [
            '<div class="markdown-alert markdown-alert-warning">',
            '<p class="markdown-alert-title">Warning</p>\n<p>Hot.</p>',
        ],
    }.items():
        html = html_of(text)
        assert all(part in html for part in parts), html
        assert "align=" not in html
        assert "style" not in html


def test_blocks_of_code_are_highlighted_in_a_known_language():
    for fence in ("```py", "~~~python title=x", "``` Python", "```py\n\n", "- ```py"):
        text = f"{fence}\nimport os".replace("- ```py\n", "- ```py\n  ")
        assert '<span class="k">import</span> os' in html_of(text)
    for fence in ("```", "```none-such", "```<b>", '```"onclick=x', "```a&b"):
        html = html_of(f"{fence}\nimport <os>\n```")
        assert html == '<pre tabindex="0"><code>import &lt;os&gt;\n</code></pre>'
    html = html_of("---\ntitle: x\n---\n\ntext")
    assert html.startswith('<pre tabindex="0"><code><span class="k">title</span>')
    assert html.endswith("<p>text</p>")
