"""Sanitizing: no Markdown, and no HTML within it, makes a page run or load anything."""

import re
from html.parser import HTMLParser
from typing import Final

from tests.web_viewer.hostile import ATTACKS, END
from web_viewer.listing.colours import CLASSES
from web_viewer.markdown.rendering import render_markdown
from web_viewer.markdown.sanitizing import sanitized

_TAGS: Final = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em h2 h3 h4 h5 h6 hr i"
    " input ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup"
    " table tbody td tfoot th thead tr u ul var wbr".split()
)
_VALUES: Final = {
    "align": r"left|center|right",
    "aria-hidden": r"true",
    "checked": r"",
    "colspan": r"[^\"]*",
    "dir": r"ltr|rtl|auto",
    "disabled": r"",
    "href": r"(https?|mailto|tg):.*|[^:/?#]*([/?#].*)?",
    "id": r"user-content-.*",
    "lang": r".*",
    "open": r".*",
    "rel": r"nofollow ugc noopener noreferrer",
    "reversed": r".*",
    "rowspan": r".*",
    "start": r".*",
    "tabindex": r"0|-1",
    "title": r".*",
    "type": r"checkbox",
}
_OURS: Final = CLASSES | set(
    "anchor picture footnote-backref footnote-item footnote-ref footnotes footnotes-list wide spoiler"
    " left center right task-list-item contains-task-list"
    " markdown-alert markdown-alert-title markdown-alert-note".split()
)


class Inspector(HTMLParser):
    """A check that does not use the sanitizer, and has lists of its own."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _TAGS
        for name, value in attrs:
            if name == "class":
                assert set((value or "").split()) <= _OURS
            else:
                assert re.fullmatch(_VALUES[name], value or "", re.DOTALL), (name, value)
        if tag == "a" and "href" in dict(attrs):
            assert "rel" in dict(attrs)
        if tag == "input":
            assert {"type", "disabled"} <= set(dict(attrs))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def test_only_harmless_markup_is_left_and_sanitizing_twice_changes_nothing():
    """Sanitizers are fooled by HTML that parses into something else the second time."""
    for attack in ATTACKS:
        html = render_markdown(attack)
        assert html is not None
        inspector = Inspector()
        inspector.feed(html)
        inspector.close()
        assert sanitized(html) == html


_HREFS = "[...document.querySelectorAll('article [href]')].map(link => link.protocol)"
_ODD = """[...document.querySelectorAll('article *')].filter(element =>
    element.getAttributeNames().some(name => /^on|style|src|action/.test(name))).length"""


async def test_a_browser_runs_none_of_it_and_asks_no_other_site(alice, reader, desk):
    sample = [*ATTACKS[:: len(ATTACKS) // 150], *ATTACKS[-220:]]
    post = await alice.publishes(END.join(sample), "attacks.md")
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    await desk.goto(f"/{post.url}", wait_until="load")
    await desk.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
    await desk.evaluate("document.querySelectorAll('article .spoiler').forEach(spoiler => spoiler.click())")
    assert await desk.title() == "attacks.md · alice"
    assert await desk.locator("article").count() == 1
    assert await desk.locator("h1").count() == 1
    assert set(await desk.evaluate(_HREFS)) <= {"http:", "https:", "mailto:", "tg:"}
    assert await desk.evaluate(_ODD) == 0
    assert {url for url in asked if not url.startswith(reader.base)} == set()
