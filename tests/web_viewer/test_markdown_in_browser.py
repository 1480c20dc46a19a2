"""Markdown in a real browser."""

import pytest
from playwright.async_api import Page, expect

from posts.models import Terms, Visibility
from tests.web_viewer.tabs import clipboard, tab

_WIDE = """# A heading with `a_very_long_name_in_code_that_does_not_wrap_anywhere_at_all_on_a_phone`

| one | two | three | four | five | six | seven | eight |
|-----|-----|-------|------|------|-----|-------|-------|
| some words | `https://example.org/a/long/address` | more words | x | y | z | some | words |

```python
print("a line that is much longer than any phone is wide, and longer than the column on a desk, too, surely")
```

https://example.org/an/address/without/a/single/space/that/goes/on/and/on/and/on/and/on/and/on/and/on/and/on

- a
  - b
    - c
      - d
        - e with `some_code_that_is_long_enough_to_be_wider_than_a_phone`

> > > > a quotation in a quotation in a quotation, with ||a spoiler that is long enough||
"""
_HIDDEN = "rgba(0, 0, 0, 0)"


async def colour_of(page: Page, selector: str) -> str:
    """Return the colour after its transition."""
    await page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")
    colour: str = await page.evaluate(
        "selector => getComputedStyle(document.querySelector(selector)).color", selector
    )
    return colour


@pytest.mark.parametrize("phone", [True, False])
async def test_wide_things_scroll_and_the_page_does_not(alice, reader, browser, phone):
    post = await alice.publishes(_WIDE, "wide.md")
    async with tab(browser, phone=phone, script=False) as page:
        await page.goto(f"{reader.base}/{post.url}")
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
        assert await page.evaluate("document.querySelector('pre').scrollWidth > innerWidth / 2")


async def test_a_spoiler_is_hidden_until_it_is_reached(alice, reader, browser):
    post = await alice.publishes("a ||hidden **b** [c](https://a.bc)|| d", "film.md")
    async with tab(browser, script=False) as page:
        await page.goto(f"{reader.base}/{post.url}")
        parts = (".spoiler", ".spoiler strong", ".spoiler a")
        assert [await colour_of(page, part) for part in parts] == [_HIDDEN] * 3
        await page.locator(".spoiler").focus()
        assert _HIDDEN not in [await colour_of(page, part) for part in parts]
        await page.locator(".spoiler").blur()
        assert await colour_of(page, ".spoiler") == _HIDDEN
        await page.locator(".spoiler").click(position={"x": 5, "y": 5})
        await page.mouse.move(0, 0)
        assert await colour_of(page, ".spoiler") != _HIDDEN


async def test_on_paper_nothing_is_hidden(alice, reader, browser):
    text = "a ||hidden|| d\n\n<details><summary>x</summary>\n\nfolded\n\n</details>\n"
    post = await alice.publishes(text, "film.md")
    async with tab(browser, script=False) as page:
        await page.emulate_media(media="print")
        await page.goto(f"{reader.base}/{post.url}")
        assert await colour_of(page, ".spoiler") == await colour_of(page, "body")
        await expect(page.get_by_text("folded")).to_be_visible()
        await expect(page.get_by_role("link", name="Source")).to_be_hidden()


async def test_a_heading_leads_to_itself_and_a_table_of_contents_to_it(alice, reader, browser):
    text = "[To the end](#the-end)\n\n" + "words\n\n" * 200 + "## The end\n"
    post = await alice.publishes(text, "long.md")
    async with tab(browser, script=False) as page:
        await page.goto(f"{reader.base}/{post.url}")
        heading = page.get_by_role("heading", name="The end")
        await expect(heading).not_to_be_in_viewport()
        await page.get_by_role("link", name="To the end").click()
        await expect(heading).to_be_in_viewport()
        await page.goto(f"{reader.base}/{post.url}")
        await heading.hover()
        await heading.locator(".anchor").click()
        assert page.url.endswith("#user-content-the-end")


async def test_a_reader_goes_to_the_source_and_back(alice, reader, browser):
    post = await alice.publishes("Some **bold** words.\n", "note.md")
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{post.url}")
        await expect(page.locator("article strong")).to_have_text("bold")
        await page.get_by_role("link", name="Source").click()
        await page.get_by_role("button", name="Copy").click()
        await expect(page.get_by_role("status")).to_have_text("Copied")
        assert await page.evaluate("navigator.clipboard.readText()") == "Some **bold** words.\n"
        await page.get_by_role("link", name="Formatted").click()
        await expect(page.locator("article strong")).to_have_text("bold")


_SOURCE = "\n\n# Title\n\nSome **bold** & <b>bolder</b> words: Привет 🌍\n\n\tcode\n"


async def test_what_is_copied_of_a_page_is_its_source(alice, reader, browser):
    post = await alice.makes(await alice.publishes(_SOURCE, "note.md"), Visibility.PRIVATE)
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{post.url}?key={alice.key_to(post)}")
        await page.get_by_role("button", name="Copy").click()
        await expect(page.get_by_role("status")).to_have_text("Copied")
        assert await clipboard(page) == _SOURCE


async def test_so_it_is_of_one_that_could_be_read_once(alice, reader, browser):
    post = await alice.publishes(_SOURCE, "note.md", terms=Terms(burn_after_read=True))
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{post.url}")
        await page.get_by_role("button", name="Open now").click()
        await expect(page.locator("article strong")).to_have_text("bold")
        await page.get_by_role("button", name="Copy").click()
        await expect(page.get_by_role("status")).to_have_text("Copied")
        assert await clipboard(page) == _SOURCE


async def test_a_source_that_has_been_deleted_cannot_be_copied(alice, reader, browser):
    post = await alice.publishes(_SOURCE, "note.md")
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{post.url}")
        await alice.deletes(post)
        await page.get_by_role("button", name="Copy").click()
        await expect(page.get_by_role("status")).to_have_text("Couldn’t copy")


async def test_arabic_begins_at_the_right(alice, reader, browser):
    post = await alice.publishes("Latin.\n\nهذا نص عربي.\n\n- عنصر\n", "note.md")
    async with tab(browser, script=False) as page:
        await page.goto(f"{reader.base}/{post.url}")
        await expect(page.locator("article ul")).to_have_css("direction", "rtl")
        starts = """[...document.querySelectorAll('article p')].map(paragraph => {
            const range = document.createRange();
            range.selectNodeContents(paragraph);
            const text = range.getBoundingClientRect(), box = paragraph.getBoundingClientRect();
            return text.left - box.left < box.right - text.right ? 'left' : 'right';
        })"""
        assert await page.evaluate(starts) == ["left", "right"]
