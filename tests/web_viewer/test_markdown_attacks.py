"""Sanitizing: no Markdown, and no HTML within it, makes a page run or load anything."""

import re
from html.parser import HTMLParser
from typing import Final

import pytest

from tests.browser import complaints_of
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


@pytest.mark.parametrize("number", range(0, len(ATTACKS), 50))
def test_only_what_is_harmless_is_left(number):
    for attack in ATTACKS[number : number + 50]:
        html = render_markdown(attack)
        assert html is not None
        inspector = Inspector()
        inspector.feed(html)
        inspector.close()


@pytest.mark.parametrize("number", range(0, len(ATTACKS), 50))
def test_reading_it_again_changes_nothing(number):
    """Sanitizers are fooled by HTML that parses into something else the second time."""
    for attack in ATTACKS[number : number + 50]:
        html = render_markdown(attack)
        assert html is not None
        assert sanitized(html) == html


_HREFS = "[...document.querySelectorAll('article [href]')].map(link => link.protocol)"
_ODD = """[...document.querySelectorAll('article *')].filter(element =>
    element.getAttributeNames().some(name => /^on|style|src|action/.test(name))).length"""


async def test_a_browser_runs_none_of_it_and_asks_nobody_else(alice, reader, browser):
    sample = [*ATTACKS[:: len(ATTACKS) // 150], *ATTACKS[-220:]]
    post = await alice.publishes(END.join(sample), "attacks.md")
    page = await browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    complaints = complaints_of(page)
    await page.goto(f"{reader.base}/{post.url}", wait_until="load")
    await page.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
    for spoiler in await page.locator("article .spoiler").all():
        await spoiler.click()
    assert await page.title() == "attacks.md · alice"
    assert await page.locator("article").count() == 1
    assert await page.locator("h1").count() == 1
    assert set(await page.evaluate(_HREFS)) <= {"http:", "https:", "mailto:", "tg:"}
    assert await page.evaluate(_ODD) == 0
    assert {url for url in asked if not url.startswith(reader.base)} == set()
    assert complaints == []
    await page.close()
