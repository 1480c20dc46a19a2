"""Markdown in a real browser."""

from playwright.async_api import Page, expect

from posts.models import Terms, Visibility
from tests.web_viewer.tabs import clipboard, follow, press, says

_HIDDEN = "rgba(0, 0, 0, 0)"
_SOURCE = "\n\n# Title\n\nSome **bold** & <b>bolder</b> words: Привет 🌍\n\n\tcode\n"


async def colour_of(page: Page, selector: str) -> str:
    """Return the colour after its transition."""
    await page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")
    colour: str = await page.evaluate(
        "selector => getComputedStyle(document.querySelector(selector)).color", selector
    )
    return colour


async def test_a_spoiler_is_hidden_until_it_is_reached_and_in_print_nothing_is(alice, scriptless):
    page = scriptless
    folded = "\n\n<details><summary>x</summary>\n\nfolded\n\n</details>\n"
    post = await alice.publishes(f"a ||hidden **b** [c](https://a.bc)|| d{folded}", "film.md")
    await page.goto(f"/{post.url}")
    parts = (".spoiler", ".spoiler strong", ".spoiler a")
    assert [await colour_of(page, part) for part in parts] == [_HIDDEN] * 3
    await page.locator(".spoiler").focus()
    assert _HIDDEN not in [await colour_of(page, part) for part in parts]
    await page.locator(".spoiler").blur()
    assert await colour_of(page, ".spoiler") == _HIDDEN
    await page.locator(".spoiler").click(position={"x": 5, "y": 5})
    await page.mouse.move(0, 0)
    assert await colour_of(page, ".spoiler") != _HIDDEN
    await page.emulate_media(media="print")
    await page.goto(f"/{post.url}")
    assert await colour_of(page, ".spoiler") == await colour_of(page, "body")
    await expect(page.get_by_text("folded")).to_be_visible()
    await expect(page.get_by_role("link", name="Source")).to_be_hidden()


async def test_a_heading_links_to_itself_and_a_table_of_contents_to_it(alice, scriptless):
    text = "[To the end](#the-end)\n\n" + "words\n\n" * 200 + "## The end\n"
    post = await alice.publishes(text, "long.md")
    await scriptless.goto(f"/{post.url}")
    heading = scriptless.get_by_role("heading", name="The end")
    await expect(heading).not_to_be_in_viewport()
    await follow(scriptless, "To the end")
    await expect(heading).to_be_in_viewport()
    await scriptless.goto(f"/{post.url}")
    await heading.hover()
    await heading.locator(".anchor").click()
    assert scriptless.url.endswith("#user-content-the-end")


async def test_the_source_of_a_page_is_shown_and_copied(alice, desk):
    post = await alice.publishes(_SOURCE, "note.md")
    await desk.goto(f"/{post.url}")
    for _ in range(2):  # of the page, then of its source
        await press(desk, "Copy")
        await says(desk, "Copied")
        assert await clipboard(desk) == _SOURCE
        await desk.evaluate("navigator.clipboard.writeText('')")
        if await desk.locator("article").count():
            await follow(desk, "Source")
    await follow(desk, "Formatted")
    await expect(desk.locator("article strong")).to_have_text("bold")


async def test_the_source_of_a_deleted_page_cannot_be_copied(alice, desk):
    post = await alice.publishes(_SOURCE, "note.md")
    await desk.goto(f"/{post.url}")
    await alice.deletes(post)
    await press(desk, "Copy")  # the first time: the browser may keep a source for a second
    await says(desk, "Couldn’t copy")


async def test_the_source_of_hidden_pages_is_copied(alice, desk):
    private = await alice.makes(await alice.publishes(_SOURCE, "note.md"), Visibility.PRIVATE)
    await desk.goto(f"/{private.url}?key={alice.key_to(private)}")
    await press(desk, "Copy")
    await says(desk, "Copied")
    assert await clipboard(desk) == _SOURCE
    await desk.evaluate("navigator.clipboard.writeText('')")
    once = await alice.publishes(_SOURCE, "once.md", terms=Terms(burn_after_read=True))
    await desk.goto(f"/{once.url}")
    await press(desk, "Open now")
    await expect(desk.locator("article strong")).to_have_text("bold")
    await press(desk, "Copy")
    await says(desk, "Copied")
    assert await clipboard(desk) == _SOURCE


async def test_arabic_begins_at_the_right(alice, scriptless):
    post = await alice.publishes("Latin.\n\nهذا نص عربي.\n\n- عنصر\n", "note.md")
    await scriptless.goto(f"/{post.url}")
    await expect(scriptless.locator("article ul")).to_have_css("direction", "rtl")
    starts = """[...document.querySelectorAll('article p')].map(paragraph => {
        const range = document.createRange();
        range.selectNodeContents(paragraph);
        const text = range.getBoundingClientRect(), box = paragraph.getBoundingClientRect();
        return text.left - box.left < box.right - text.right ? 'left' : 'right';
    })"""
    assert await scriptless.evaluate(starts) == ["left", "right"]
