"""Pages for everybody: axe-core finds nothing on any of them (WCAG 2.2 A and AA, and its best practices)."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from posts.models import Post, Terms
from tests.web_viewer.authors import Author
from tests.web_viewer.reader import Reader
from tests.web_viewer.tabs import tab

CODE = '''import re  # it

@dataclass(frozen=True)
class Greeting:
    """Says hello."""

    def to(self, name: str) -> str:
        return f"Hello, {name}!\\n" * 3 if re.match(r"\\w+", name) else None
'''
MARKDOWN = """# A title

Some **bold**, ~~old~~ and ==marked== words, `code`, ||a spoiler||, a [link](https://example.org).[^1]

- [ ] to do
- [x] done
  1. one

| left | right |
|------|------:|
| a    | 1     |

```python
print("a line that is much longer than any phone is wide, and longer than the column on a desk, too, surely")
```

> [!WARNING]
> Mind the step.

> Somebody said this.

<details><summary>More</summary>

Folded.

</details>

## Another

[^1]: A footnote.
"""
LETTER = "Dear all,\n\nWe meet on Friday, in the garden, or else in the house.\n\nYours, Alice\n"
# Every kind of page: what is on it at most.
PAGES = {
    "landing": "/",
    "profile": "/alice",
    "code": "/alice/f.py",
    "lines": "/alice/code.py#L2-L5",
    "prose": "/alice/letter",
    "right to left": "/alice/ivrit",
    "markdown": "/alice/note.md",
    "source": "/alice/note.md?view=source",
    "history": "/alice/f.py/history",
    "changes": "/alice/f.py/history/3",
    "side by side": "/alice/f.py/history/3?view=split",
    "old text": "/alice/f.py/history/2?view=text",
    "once": "/alice/once",
    "unknown": "/nobody",
    "deleted": "/alice/gone",
}


@pytest.fixture
async def everything(alice: Author, program: Post) -> None:
    await alice.publishes(CODE, "code.py")
    await alice.publishes(LETTER, "letter")
    await alice.publishes("שלום לכולם\nmixed עברית text\n", "ivrit")
    await alice.publishes(MARKDOWN, "note.md")
    await alice.publishes("secret", "once", terms=Terms(burn_after_read=True))
    await alice.deletes(await alice.publishes("gone", "gone"))


async def violations(page: Page) -> list[str]:
    """Each with the elements that it is about."""
    found = await Axe().run(page)
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
async def test_nothing_is_wrong_on_any_page(
    everything: None, reader: Reader, browser: Browser, phone: bool, dark: bool
) -> None:
    async with tab(browser, phone=phone, dark=dark, locale="ru-RU" if dark else "en-US") as page:
        found = {}
        for name, path in PAGES.items():
            await page.goto(reader.base + path)
            found[name] = await violations(page)
        assert {name: wrong for name, wrong in found.items() if wrong} == {}


async def test_nor_while_the_keys_are_told_or_something_is_said(
    everything: None, reader: Reader, browser: Browser
) -> None:
    async with tab(browser, dark=True) as page:
        await page.goto(f"{reader.base}/alice/code.py")
        await page.keyboard.press("c")
        await page.get_by_text("Copied").wait_for()
        assert await violations(page) == []
        await page.keyboard.press("?")
        assert await violations(page) == []


async def test_nor_on_what_was_read_for_the_only_time(
    everything: None, reader: Reader, browser: Browser
) -> None:
    async with tab(browser, phone=True) as page:
        await page.goto(f"{reader.base}/alice/once")
        await page.get_by_role("button", name="Open it now").click()
        await page.locator(".listing").wait_for()
        assert await violations(page) == []


async def test_what_is_wrong_would_be_found(reader: Reader, browser: Browser) -> None:
    async with tab(browser) as page:
        await page.goto(reader.base)
        await page.evaluate("document.querySelector('h1').style.color = 'lightgrey'")
        assert "color-contrast" in str(await violations(page))
