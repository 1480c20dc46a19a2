"""Choices of the reader (theme, language), and what the browser knows (time zone)."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser import complaints_of
from tests.web_viewer.authors import Author
from tests.web_viewer.tabs import tab

LIGHT, DARK = "rgb(250, 249, 246)", "rgb(21, 22, 25)"
_HEADS_COLOUR = """[...document.querySelectorAll("meta[name=theme-color]")]
    .filter((meta) => matchMedia(meta.media).matches).map((meta) => meta.content)"""


async def background(page: Page) -> str:
    colour: str = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


@pytest.mark.parametrize("dark", [False, True])
async def test_a_theme_goes_before_the_systems_and_is_remembered(program, reader, browser, dark):
    async with tab(browser, dark=dark) as page:
        complaints = complaints_of(page)
        button = page.locator("#theme")
        await page.goto(f"{reader.base}/{program.url}")
        assert await background(page) == (DARK if dark else LIGHT)
        await expect(button).to_have_text("Theme: auto")
        for name, colour, head in (("light", LIGHT, "#faf9f6"), ("dark", DARK, "#151619")):
            await button.click()
            await expect(button).to_have_text(f"Theme: {name}")
            await expect(page.get_by_role("status")).to_have_text(f"Theme: {name}")
            for path in ("/", f"/{program.url}"):
                await page.goto(reader.base + path)
                assert await background(page) == colour
                assert await page.evaluate(_HEADS_COLOUR) == [head]
        await button.click()
        await page.reload()
        assert await background(page) == (DARK if dark else LIGHT)
        assert complaints == []


async def test_the_theme_is_there_before_anything_is_seen(program, reader, browser):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{program.url}")
        await page.evaluate("localStorage.setItem('theme', 'dark')")
        # As if the other script never came.
        await page.route("**/site.*.js", lambda route: route.abort())
        await page.goto(f"{reader.base}/{program.url}")
        assert await background(page) == DARK


@pytest.mark.parametrize("value", ["'no such theme'", "'\"] * { display: none }'"])
async def test_what_is_no_theme_is_ignored(program, reader, browser, value):
    async with tab(browser, dark=True) as page:
        await page.goto(f"{reader.base}/{program.url}")
        await page.evaluate(f"localStorage.setItem('theme', {value})")
        await page.reload()
        assert await background(page) == DARK
        await expect(page.locator("#theme")).to_have_text("Theme: auto")


async def test_a_browser_that_keeps_nothing_shows_and_changes_everything(program, reader, browser):
    async with tab(browser) as page:
        complaints = complaints_of(page)
        await page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })"
        )
        await page.goto(f"{reader.base}/{program.url}")
        await page.locator("#theme").click()
        await page.locator("#theme").click()
        assert await background(page) == DARK
        await page.get_by_label("Wrap lines").check()
        assert complaints == []


@pytest.mark.parametrize("script", [True, False])
async def test_the_language_is_chosen_at_the_foot_and_stays(program, reader, browser, script):
    async with tab(browser, script=script) as page:
        await page.goto(f"{reader.base}/{program.url}/history/2?view=split")
        await page.get_by_role("link", name="Русский").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Версия 2")
        await expect(page.locator("table.split")).to_be_visible()
        await expect(page.get_by_role("link", name="Русский")).to_have_attribute("aria-current", "true")
        for path in ("/alice", "/", "/nobody"):
            await page.goto(reader.base + path)
            await expect(page.locator("html")).to_have_attribute("lang", "ru")
        await page.get_by_role("link", name="English").click()
        await page.goto(f"{reader.base}/{program.url}")
        await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_a_link_that_is_passed_on_does_not_choose_for_others(alice, reader, browser):
    post = await alice.publishes("Some **words**.", "note.md")
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{post.url}?view=source")
        await page.get_by_role("link", name="Русский").click()
        await expect(page.locator("html")).to_have_attribute("lang", "ru")
        assert page.url == f"{reader.base}/{post.url}?view=source"
        await page.reload()
        await expect(page.locator("html")).to_have_attribute("lang", "ru")


@pytest.mark.parametrize(
    ("locale", "zone", "pattern"),
    [
        ("en-US", "Asia/Tokyo", r"1 March 2026, 05:07"),
        ("ru-RU", "America/New_York", r"28 февраля 2026, 15:07"),
        ("en-GB", "Asia/Kathmandu", r"1 March 2026, 01:52"),
    ],
)
async def test_times_are_those_of_the_readers_clock_and_utc_on_pointing(
    alice, reader, browser, locale, zone, pattern
):
    await at_eight_in_the_evening(alice)
    async with tab(browser, locale=locale, zone=zone) as page:
        await page.goto(f"{reader.base}/alice/note")
        time = page.locator(".facts time").first
        await expect(time).to_have_text(pattern)
        title = await time.get_attribute("title")
        assert title == ("28 февраля 2026, 20:07 UTC" if locale == "ru-RU" else "28 February 2026, 20:07 UTC")
        await page.goto(f"{reader.base}/alice")
        await expect(page.locator(".facts time").first).to_have_text(pattern.partition(",")[0])


async def test_without_a_script_times_are_in_utc(alice, reader, browser):
    await at_eight_in_the_evening(alice)
    async with tab(browser, script=False, zone="Asia/Tokyo") as page:
        await page.goto(f"{reader.base}/alice/note")
        await expect(page.locator(".facts time").first).to_have_text(
            "28 February 2026, 20:07 UTC", use_inner_text=True
        )


async def at_eight_in_the_evening(alice: Author) -> None:
    await alice.publishes("Buy milk.", "note")
    await alice.house.damage("UPDATE posts.posts SET created_at = '2026-02-28 20:07:30+00'")


async def test_times_in_somebodys_own_text_stay_as_written(alice, reader, browser):
    post = await alice.publishes('<time datetime="2026-02-28T20:07:00Z">tonight UTC</time>\n', "note.md")
    async with tab(browser, zone="Asia/Tokyo") as page:
        await page.goto(f"{reader.base}/{post.url}")
        await expect(page.locator("article")).to_have_text(re.compile("tonight UTC"))
