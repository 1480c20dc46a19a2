"""No browser runs or loads anything from a title, a file name, a language, a text or a search.

The browser ignores the Content-Security-Policy, to show that pages are safe without it."""

import csv
import io
import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import quote

import pytest
from playwright.async_api import Browser, Page, Request, Route

from tests.browser import complaints_of
from tests.web_viewer.hostile import ATTACKS, END
from tests.web_viewer.reader import Reader

_MORE = [
    "</code></pre></main><script>document.title = 'run'</script>",
    "</title><script>document.title = 'run'</script>",
    "' autofocus onfocus='document.title = `run`' x='",
    "{{ ''.__class__ }}{% include 'base.html' %}",
    "<!--><script>document.title = 'run'</script>-->",
]
_TITLES = [*_MORE, *(attack[:100] for attack in ATTACKS[:: len(ATTACKS) // 240] if attack.strip())]
_SOME = _TITLES[::16]
_TEXTS = ATTACKS[::6]
_A_NAME = re.compile(
    r"attachment; filename=(\"[^\"\\/\r\n]+\"|[\w.-]+)(; filename\*=(?i:utf-8)''[\w.%!#$&+^`|~-]+)?"
)
# What could run, or fetch, or lead astray. A page's own scripts are in files; a bare `pre` is a browser's.
_ODD = """[...document.querySelectorAll(':not(body > pre:only-child)')].filter((one) =>
    one.getAttributeNames().some((name) => /^on|^style$|^srcdoc$|^formaction$/.test(name))
    || (one.localName === 'script' && !/^\\/static\\//.test(one.getAttribute('src')))
    || /^(javascript|data|vbscript):/i.test(one.href ?? '')
    || /^(iframe|object|embed|base|animate|set|foreignobject)$/i.test(one.localName)
).map((one) => one.outerHTML.slice(0, 200))"""


@dataclass(slots=True)
class Watched:
    """A page that records scripts that run and requests to other sites."""

    page: Page
    base: str
    happened: list[str] = field(default_factory=list)

    async def opens(self, path: str) -> None:
        await self.page.goto(self.base + path, wait_until="load")
        await self.page.evaluate(
            "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
        )
        if await self.page.title() == "run":
            self.happened.append(f"{path}: it ran")
        self.happened += [f"{path}: {one}" for one in await self.page.evaluate(_ODD)]


@pytest.fixture
async def watched(browser: Browser, reader: Reader) -> AsyncIterator[Watched]:
    context = await browser.new_context(bypass_csp=True, viewport={"width": 800, "height": 3_000})
    page = await context.new_page()
    watched = Watched(page, reader.base, complaints_of(page))

    async def no_further(route: Route, request: Request) -> None:
        watched.happened.append(f"asked for {request.url}")
        await route.abort()

    await context.route(lambda url: not url.startswith((reader.base, "data:")), no_further)
    page.on("dialog", lambda dialog: watched.happened.append(f"a dialog: {dialog.message}"))
    page.on("popup", lambda popup: watched.happened.append(f"a window: {popup.url}"))
    yield watched
    await context.close()


def on_one_line(attack: str) -> str:
    return " ".join(attack.split())


def texts() -> Iterator[tuple[str, str]]:
    """Return many attacks in a file of each kind that is shown differently."""
    lines = [on_one_line(attack) for attack in _TEXTS]
    table = io.StringIO()
    csv.writer(table).writerows([["a", "b"], *([line, line] for line in lines)])
    yield "table.csv", table.getvalue()
    yield "tree.json", json.dumps([*lines, {line: [line] for line in lines}])
    yield "app.log", "".join(f"2026-11-24 10:00:00 ERROR {line}\n" for line in lines)
    yield "two.diff", "--- a\n+++ b\n@@ -1 +1 @@\n" + "".join(f"-{line}\n+{line}\n" for line in lines)
    names = "page.html picture.svg feed.xml code.py code.js code.php style.css letter"
    for name in names.split():
        yield name, END.join((*_MORE, *_TEXTS))


async def test_texts_of_every_kind_are_only_shown(alice, watched):
    # A text that is not readable in another form looks the same as its source.
    views = cycle(("/raw", "/history/2?view=split"))
    for name, text in texts():
        post = await alice.revises(await alice.publishes("first\n", name), text)
        is_readable = name.partition(".")[2] in ("csv", "json", "log", "diff")
        for under in ("", "?view=source" if is_readable else next(views)):
            await watched.opens(f"/{post.url}{under}")
    assert watched.happened == []


async def test_titles_and_languages_are_only_shown_and_name_downloads(alice, reader, watched):
    posts = [await alice.publishes(title, title) for title in _TITLES]
    await alice.house.damage("UPDATE posts.posts SET language = left(title, 40) WHERE id % 2 = 0")
    await watched.opens("/alice")
    while await watched.page.locator("a[rel=next]").count():
        older = await watched.page.locator("a[rel=next]").first.get_attribute("href")
        assert older
        await watched.opens(older)
    await watched.opens("/alice.atom")
    for post in posts[::20]:
        await watched.opens(f"/{post.url}")
        told = quote(f"https://paste.example/{post.url}", safe="")
        for form in ("json", "xml"):
            await watched.opens(f"/oembed?url={told}&format={form}")
    assert watched.happened == []
    for post in posts[::4]:
        answer = await reader.get(f"/{post.url}/download")
        disposition = answer.headers["Content-Disposition"]
        assert _A_NAME.fullmatch(disposition), disposition
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


async def test_searches_keys_and_addresses_are_only_shown(alice, watched):
    await alice.publishes("text", "note")
    for attack in _SOME:
        for path in (
            "/alice?q={}",
            "/alice/note?key={}",
            "/oembed?url={}",
            "/{}",
            "/alice/note?view={}&part={}",
        ):
            await watched.opens(path.replace("{}", quote(attack, safe="")))
    # An address that does not exist is told to the console too.
    assert [what for what in watched.happened if "Failed to load resource" not in what] == []


async def test_a_script_that_runs_would_be_recorded(alice, watched):
    await watched.opens("/alice")
    await watched.page.set_content("<img src=//elsewhere.example/x onerror=\"document.title='run'\">")
    await watched.page.wait_for_function("document.title === 'run'")
    assert any("elsewhere.example" in what for what in watched.happened)
    assert await watched.page.evaluate(_ODD)
