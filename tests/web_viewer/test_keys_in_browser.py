"""Keyboard shortcuts, and reading with the keyboard alone."""

import pytest
from playwright.async_api import Page, expect

from tests.browser import complaints_of
from tests.web_viewer.tabs import clipboard, tab
from tests.web_viewer.versions import THIRD

_IN_SIGHT = """() => {
    const box = document.activeElement.getBoundingClientRect();
    const style = getComputedStyle(document.activeElement);
    return box.width > 0 && box.top >= 0 && style.outlineStyle !== "none";
}"""
_NOTE_WHAT_IS_TAKEN = """addEventListener("keydown", (event) => {
    window.taken = event.defaultPrevented;
    event.preventDefault();
})"""
_NAME = "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim().split('\\n')[0]"


async def test_single_keys_do_what_the_controls_do(program, reader, browser):
    async with tab(browser) as page:
        complaints = complaints_of(page)
        await page.goto(f"{reader.base}/{program.url}")
        await page.keyboard.press("w")
        await expect(page.get_by_label("Wrap lines")).to_be_checked()
        await page.keyboard.press("c")
        await expect(page.get_by_role("status")).to_have_text("Copied")
        assert await clipboard(page) == THIRD
        await page.keyboard.press("t")
        await expect(page.get_by_role("status")).to_have_text("Theme: light")
        async with page.expect_download():
            await page.keyboard.press("d")
        await page.keyboard.press("l")
        await expect(page.locator("html")).to_have_attribute("lang", "ru")
        await page.keyboard.press("h")
        await page.wait_for_url("**/history")
        await page.go_back()
        await page.keyboard.press("r")
        await page.wait_for_url("**/raw")
        assert complaints == []


async def test_on_a_russian_keyboard_they_are_where_the_latin_letters_are(program, reader, browser):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{program.url}")
        await page.evaluate(
            "document.body.dispatchEvent(new KeyboardEvent('keydown', "
            "{ key: 'ц', code: 'KeyW', bubbles: true, cancelable: true }))"
        )
        await expect(page.get_by_label("Wrap lines")).to_be_checked()


@pytest.mark.parametrize("key", ["Control+c", "Alt+h", "Meta+w", "Control+Shift+r", "x", "Enter", "F1"])
async def test_other_keys_are_the_browsers(program, reader, browser, key):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{program.url}")
        await page.evaluate(_NOTE_WHAT_IS_TAKEN)
        await page.keyboard.press(key)
        assert await page.evaluate("window.taken") is False
        await expect(page.get_by_role("status")).to_be_empty()


async def test_keys_are_listed_and_can_be_turned_off(program, reader, browser):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{program.url}")
        await page.keyboard.press("?")
        dialog = page.get_by_role("dialog", name="Shortcuts")
        rows = [row.split() for row in await dialog.locator("dl > div").all_inner_texts()]
        assert ["c", "Copy"] in rows
        assert ["w", "Wrap", "lines"] in rows
        assert [row[0] for row in rows] == ["c", "r", "d", "h", "w", "l", "t", "?"]
        await page.keyboard.press("c")
        await expect(page.get_by_role("status")).to_be_empty()
        await dialog.get_by_label("Enable shortcuts").uncheck()
        await dialog.get_by_role("button", name="Close").click()
        await expect(dialog).to_be_hidden()
        await page.reload()
        for key in ("w", "?"):
            await page.keyboard.press(key)
        await expect(page.get_by_label("Wrap lines")).not_to_be_checked()
        await expect(dialog).to_be_hidden()
        await page.get_by_role("button", name="Shortcuts").click()
        await dialog.get_by_label("Enable shortcuts").check()
        await page.keyboard.press("Escape")
        await page.keyboard.press("w")
        await expect(page.get_by_label("Wrap lines")).to_be_checked()


async def test_a_key_for_what_a_page_has_not_does_nothing(reader, browser):
    async with tab(browser) as page:
        complaints = complaints_of(page)
        await page.goto(reader.base)
        for key in ("w", "c", "r", "d", "h", "s"):
            await page.keyboard.press(key)
        assert page.url == f"{reader.base}/"
        assert complaints == []


async def test_everything_is_reached_by_tab_in_order_and_can_be_seen(program, reader, browser):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{program.url}")
        reached = [await tabbed(page) for _ in range(13)]
        assert reached == [
            *("Skip to content", "Postebin", "alice", "Copy", "Raw", "Download", "History", "Wrap lines"),
            THIRD.split("\n")[0],
            *("English", "Русский", "Theme: auto", "Shortcuts"),
        ]


async def tabbed(page: Page) -> str:
    await page.keyboard.press("Tab")
    assert await page.evaluate(_IN_SIGHT), await page.evaluate(_NAME)
    name: str = await page.evaluate(_NAME)
    return name


async def test_the_first_link_skips_what_is_before_the_text(program, reader, browser):
    async with tab(browser, script=False) as page:
        await page.goto(f"{reader.base}/{program.url}")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="alice")).to_be_focused()


async def test_without_a_script_nothing_is_offered_that_would_not_work(program, reader, browser):
    async with tab(browser, script=False) as page:
        await page.goto(f"{reader.base}/{program.url}")
        await expect(page.get_by_role("button")).to_have_count(0)
        await expect(page.locator("dialog")).to_be_hidden()


async def test_a_phone_shows_no_list_of_keys(program, reader, browser):
    async with tab(browser, phone=True) as page:
        await page.goto(f"{reader.base}/{program.url}")
        await expect(page.locator("#theme")).to_be_visible()
        await expect(page.locator("#show-keys")).to_be_hidden()


async def test_a_reader_of_markdown_goes_to_its_source_and_back_by_a_key(alice, reader, browser):
    post = await alice.publishes("Some **bold** words.", "note.md")
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{post.url}")
        await page.keyboard.press("s")
        await expect(page.locator(".listing")).to_be_visible()
        await page.keyboard.press("s")
        await expect(page.locator("article")).to_be_visible()
