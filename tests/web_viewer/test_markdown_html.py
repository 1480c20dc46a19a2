"""The HTML of Markdown."""

import pytest

from web_viewer.markdown.rendering import render_markdown

_REL = 'rel="nofollow ugc noopener noreferrer"'


def html_of(text: str) -> str:
    html = render_markdown(text)
    assert html is not None
    return html.strip()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**b** _i_ `c` ~~s~~", "<p><strong>b</strong> <em>i</em> <code>c</code> <s>s</s></p>"),
        ("<u>u</u> <kbd>k</kbd> H<sub>2</sub>O", "<p><u>u</u> <kbd>k</kbd> H<sub>2</sub>O</p>"),
        ("one\ntwo\\\nthree  \nfour", "<p>one\ntwo<br>\nthree<br>\nfour</p>"),
        ("a < b & c &copy; 5 > 4", "<p>a &lt; b &amp; c © 5 &gt; 4</p>"),
        ("- a\n- b", '<ul dir="auto">\n<li>a</li>\n<li>b</li>\n</ul>'),
        ("3. a\n4. b", '<ol start="3" dir="auto">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("> q", '<blockquote dir="auto">\n<p>q</p>\n</blockquote>'),
        ("~one~ and main.py, read.me, a//b.c", "<p>~one~ and main.py, read.me, a//b.c</p>"),
    ],
)
def test_marks_become_tags(text, html):
    assert html_of(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("||a *b*||", "{a <em>b</em>}"),
        ("x||a||y", "x{a}y"),
        ("**||a||** ||b||", "<strong>{a}</strong> {b}"),
        ("[||a||](#x)", f'<a href="#user-content-x" {_REL}>{{a}}</a>'),
        ('<span class="spoiler">a</span>', "{a}"),
        ("a || b || c", "a || b || c"),
        ("|||a||| ||b", "|||a||| ||b"),
        ("`||a||` \\||a||", "<code>||a||</code> ||a||"),
    ],
)
def test_spoilers_can_be_reached_by_keyboard(text, html):
    hidden = html.replace("{", '<span class="spoiler" tabindex="0">').replace("}", "</span>")
    assert html_of(text) == f"<p>{hidden}</p>"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("[x](https://a.bc/d?e=f&g=h)", "https://a.bc/d?e=f&amp;g=h"),
        ("[x](mailto:a@b.cd)", "mailto:a@b.cd"),
        ("[x](tg://resolve?domain=y)", "tg://resolve?domain=y"),
        ("[x](other.md)", "other.md"),
        ("[x](/alice/other)", "/alice/other"),
        ("[x](//a.bc)", "//a.bc"),
        ("[x](#Setup)", "#user-content-Setup"),
        ('<a href="#y">x</a>', "#user-content-y"),
        ("[x][1]\n\n[1]: https://a.bc", "https://a.bc"),
    ],
)
def test_links_lead_where_they_say_and_give_nobody_away(text, address):
    assert html_of(text) == f'<p><a href="{address}" {_REL}>x</a></p>'


@pytest.mark.parametrize("address", ["ftp://a.bc/", "ton://transfer", "x:y", "\u00a0javascript:x", "blob:x"])
def test_other_links_are_just_text(address):
    assert html_of(f'<b><a href="{address}">x</a></b>') == f"<p><b><a {_REL}>x</a></b></p>"


@pytest.mark.parametrize("typed", ["https://a.bc/d_e_f?g=%D0%B9", "http://пример.рф/", "a.b@c.de"])
def test_an_address_is_a_link_and_looks_as_typed(typed):
    assert f">{typed}</a>." in html_of(f"See {typed}.")
    assert f">{typed}</a>." in html_of(f"See <{typed}>.")


@pytest.mark.parametrize(
    ("text", "address", "words"),
    [
        ("![words](https://a.bc/d.png 't')", "https://a.bc/d.png", "words"),
        ("![](https://a.bc/d%20e.png?f)", "https://a.bc/d%20e.png?f", "d e.png"),
        ("![](https://a.bc/)", "https://a.bc/", "https://a.bc/"),
        ("![a *b*](d.png)", "d.png", "a b"),
        ('_<img src="https://a.bc/d.png" alt="&lt;x&gt;">_', "https://a.bc/d.png", "&lt;x&gt;"),
    ],
)
def test_pictures_become_links_by_their_words(text, address, words):
    assert f'<a class="picture" href="{address}" {_REL}>{words}</a>' in html_of(text)


@pytest.mark.parametrize(
    "text", ["[![ci](https://a.bc/d)](x)", '<a href="x"><img alt="ci" src="https://a.bc"></a>']
)
def test_a_picture_in_a_link_is_its_words(text):
    assert html_of(text) == f'<p><a href="x" {_REL}>ci</a></p>'


def test_a_picture_within_the_text_is_its_words():
    assert html_of("![none](data:image/png;base64,AA)") == "<p>none</p>"


def test_the_title_of_the_page_stays_the_only_first_heading():
    html = html_of("# one\n\n<h1>raw</h1>\n\n###### six")
    assert "<h1" not in html
    assert '<h2 id="user-content-one">one' in html
    assert "<h2>raw</h2>" in html
    assert '<h3 id="user-content-six">six' in html


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Getting started, quickly!", "getting-started-quickly"),
        ("`code` & *more*", "code--more"),
        ("Установка", "установка"),
        ("🔥", "section"),
        ("__proto__", "proto"),
    ],
)
def test_a_heading_has_an_address_and_leads_to_it(heading, name):
    html = html_of(f"# {heading}")
    assert f'<h2 id="user-content-{name}">' in html
    assert f'<a class="anchor" href="#user-content-{name}" tabindex="-1" aria-hidden="true"' in html


def test_headings_of_the_same_words_have_addresses_of_their_own():
    html = html_of("# a\n# a-1\n# a\n# a")
    for name in ("a", "a-1", "a-2", "a-3"):
        assert html.count(f'id="user-content-{name}"') == 1


def test_names_of_anchors_cannot_be_those_of_the_page():
    assert html_of('<p id="copy">x</p>') == '<p id="user-content-copy">x</p>'


def test_cells_are_aligned_by_classes_and_wide_tables_scroll():
    html = html_of("|a|b|c|\n|:-|:-:|-:|\n|1|2|3|")
    assert html.startswith('<div class="wide" tabindex="0"><table dir="auto">')
    assert '<td class="left">1</td>\n<td class="center">2</td>\n<td class="right">3</td>' in html
    assert "style" not in html


def test_tasks_have_boxes_that_cannot_be_changed():
    html = html_of("- [ ] a\n- [x] b\n- <input type=text value=x>")
    assert '<input type="checkbox" disabled=""> a' in html
    assert '<input type="checkbox" disabled="" checked=""> b' in html
    assert html.count('<input type="checkbox" disabled="">') == 2
    assert html.count("<input") == 3


def test_footnotes_lead_there_and_back():
    html = html_of("a[^x]\n\n[^x]: Note.")
    assert '<a href="#user-content-fn1" id="user-content-fnref1"' in html
    assert '<li id="user-content-fn1" class="footnote-item">' in html
    assert '<a href="#user-content-fnref1" class="footnote-backref"' in html


@pytest.mark.parametrize("fence", ["```py", "~~~python title=x", "``` Python", "```py\n\n", "- ```py"])
def test_blocks_of_code_are_coloured(fence):
    assert '<span class="k">import</span> os' in html_of(
        f"{fence}\nimport os".replace("- ```py\n", "- ```py\n  ")
    )


@pytest.mark.parametrize("fence", ["```", "```none-such", "```<b>", '```"onclick=x', "```a&b"])
def test_code_in_no_language_is_plain(fence):
    html = html_of(f"{fence}\nimport <os>\n```")
    assert html == '<pre tabindex="0"><code>import &lt;os&gt;\n</code></pre>'


def test_what_a_file_says_of_itself_is_code():
    html = html_of("---\ntitle: x\n---\n\ntext")
    assert html.startswith('<pre tabindex="0"><code><span class="k">title</span>')
    assert html.endswith("<p>text</p>")


def test_alerts_have_classes_of_their_kind():
    html = html_of("> [!WARNING]\n> Hot.")
    assert '<div class="markdown-alert markdown-alert-warning">' in html
    assert '<p class="markdown-alert-title">Warning</p>\n<p>Hot.</p>' in html


def test_tags_left_open_end_with_the_text():
    assert html_of("<div>\n\n**a") == "<div>\n<p>**a</p>\n</div>"
    assert html_of("</div></main>x") == "x"
