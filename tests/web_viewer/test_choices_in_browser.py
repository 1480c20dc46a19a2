"""Choices of the reader (theme, language), shortcuts, and what the browser knows (time zone)."""

import pytest
from playwright.async_api import Page, expect

from tests.web_viewer.tabs import clipboard, follow, is_headed, press, says, tab
from tests.web_viewer.versions import THIRD

LIGHT, DARK = "rgb(250, 249, 246)", "rgb(21, 22, 25)"
_HEADS_COLOUR = """[...document.querySelectorAll("meta[name=theme-color]")]
    .filter((meta) => matchMedia(meta.media).matches).map((meta) => meta.content)"""
_IN_SIGHT = """() => {
    const box = document.activeElement.getBoundingClientRect();
    const style = getComputedStyle(document.activeElement);
    return box.width > 0 && box.top >= 0 && style.outlineStyle !== "none";
}"""
_NAME = "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim().split('\\n')[0]"
_NOTE_WHAT_IS_TAKEN = """addEventListener("keydown", (event) => {
    window.taken = event.defaultPrevented;
    event.preventDefault();
})"""


async def background(page: Page) -> str:
    colour: str = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


async def speaks(page: Page, language: str) -> None:
    await expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize("dark", [False, True])
async def test_a_chosen_theme_overrides_the_systems_and_is_remembered(program, reader, browser, dark):
    async with tab(browser, reader.base, dark=dark) as page:
        await page.goto(f"/{program.url}")
        assert await background(page) == (DARK if dark else LIGHT)
        await expect(page.locator("#theme")).to_have_text("Theme: auto")
        for name, colour, head in (("light", LIGHT, "#faf9f6"), ("dark", DARK, "#151619")):
            await page.locator("#theme").click()
            await expect(page.locator("#theme")).to_have_text(f"Theme: {name}")
            await says(page, f"Theme: {name}")
            for path in ("/", f"/{program.url}"):
                await page.goto(path)
                assert await background(page) == colour
                assert await page.evaluate(_HEADS_COLOUR) == [head]
        await page.locator("#theme").click()
        await page.reload()
        assert await background(page) == (DARK if dark else LIGHT)
        for odd in ("no such theme", '"] * { display: none }'):
            await page.evaluate("odd => localStorage.setItem('theme', odd)", odd)
            await page.reload()
            assert await background(page) == (DARK if dark else LIGHT)
            await expect(page.locator("#theme")).to_have_text("Theme: auto")


async def test_the_theme_is_set_before_the_page_is_painted(program, desk):
    await desk.goto(f"/{program.url}")
    await desk.evaluate("localStorage.setItem('theme', 'dark')")
    await desk.route("**/site.*.js", lambda route: route.abort())  # as if the other script never came
    await desk.goto(f"/{program.url}")
    assert await background(desk) == DARK


async def test_a_browser_without_local_storage_can_change_everything(program, desk):
    await desk.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })"
    )
    await desk.goto(f"/{program.url}")
    await desk.locator("#theme").dblclick()
    assert await background(desk) == DARK
    await desk.get_by_label("Wrap lines").check()


@pytest.mark.parametrize("script", [True, False])
async def test_the_language_is_chosen_at_the_foot_and_remembered(program, reader, browser, script):
    async with tab(browser, reader.base, script=script) as page:
        await page.goto(f"/{program.url}/history/2?view=split")
        await follow(page, "Русский")
        await is_headed(page, "Версия 2")
        await expect(page.locator("table.split")).to_be_visible()
        await expect(page.get_by_role("link", name="Русский")).to_have_attribute("aria-current", "true")
        for path in ("/alice", "/", "/nobody"):
            await page.goto(path)
            await speaks(page, "ru")
        await follow(page, "English")
        await page.goto(f"/{program.url}")
        await speaks(page, "en")


async def test_a_link_that_is_passed_on_does_not_choose_the_language_of_others(alice, reader, desk):
    post = await alice.publishes("Some **words**.", "note.md")
    await desk.goto(f"/{post.url}?view=source")
    await follow(desk, "Русский")
    await speaks(desk, "ru")
    assert desk.url == f"{reader.base}/{post.url}?view=source"
    await desk.reload()
    await speaks(desk, "ru")


@pytest.mark.parametrize(
    ("locale", "zone", "pattern"),
    [
        ("en-US", "Asia/Tokyo", "1 March 2026, 05:07"),
        ("ru-RU", "America/New_York", "28 февраля 2026, 15:07"),
        ("en-GB", "Asia/Kathmandu", "1 March 2026, 01:52"),
    ],
)
async def test_times_are_in_the_readers_zone(alice, reader, browser, locale, zone, pattern):
    await alice.publishes('<time datetime="2026-02-28T20:07:00Z">tonight UTC</time>\n', "note.md")
    await alice.house.damage("UPDATE posts.posts SET created_at = '2026-02-28 20:07:30+00'")
    async with tab(browser, reader.base, locale=locale, zone=zone) as page:
        await page.goto("/alice/note.md")
        time = page.locator(".facts time").first
        await expect(time).to_have_text(pattern)
        title = await time.get_attribute("title")
        assert title == ("28 февраля 2026, 20:07 UTC" if locale == "ru-RU" else "28 February 2026, 20:07 UTC")
        await expect(page.locator("article")).to_contain_text("tonight UTC")
        await page.goto("/alice")
        await expect(page.locator(".facts time").first).to_have_text(pattern.partition(",")[0])
    async with tab(browser, reader.base, script=False, zone=zone) as page:
        await page.goto("/alice/note.md")
        await expect(page.locator(".facts time").first).to_have_text(
            "28 February 2026, 20:07 UTC", use_inner_text=True
        )


async def test_shortcuts_do_what_the_controls_do(program, desk):
    wrap = desk.get_by_label("Wrap lines")
    await desk.goto(f"/{program.url}")
    await desk.keyboard.press("w")
    await expect(wrap).to_be_checked()
    await desk.evaluate(  # on a Russian keyboard
        "document.body.dispatchEvent(new KeyboardEvent('keydown', "
        "{ key: 'ц', code: 'KeyW', bubbles: true, cancelable: true }))"
    )
    await expect(wrap).not_to_be_checked()
    await desk.keyboard.press("c")
    await says(desk, "Copied")
    assert await clipboard(desk) == THIRD
    await desk.keyboard.press("t")
    await says(desk, "Theme: light")
    async with desk.expect_download():
        await desk.keyboard.press("d")
    await desk.keyboard.press("l")
    await speaks(desk, "ru")
    await desk.keyboard.press("h")
    await desk.wait_for_url("**/history")
    await desk.go_back()
    await desk.keyboard.press("r")
    await desk.wait_for_url("**/raw")


async def test_other_keys_and_those_without_a_control_do_nothing(alice, program, reader, desk):
    await desk.goto(f"/{program.url}")
    await desk.evaluate(_NOTE_WHAT_IS_TAKEN)
    for key in ("Control+c", "Alt+h", "Meta+w", "Control+Shift+r", "x", "Enter", "F1"):
        await desk.keyboard.press(key)
        assert await desk.evaluate("window.taken") is False, key
        await expect(desk.get_by_role("status")).to_be_empty()
    await desk.goto("/")
    for key in ("w", "c", "r", "d", "h", "s"):
        await desk.keyboard.press(key)
    assert desk.url == f"{reader.base}/"
    post = await alice.publishes("Some **bold** words.", "note.md")
    await desk.goto(f"/{post.url}")
    for place in (".listing", "article"):
        await desk.keyboard.press("s")
        await expect(desk.locator(place)).to_be_visible()


async def test_shortcuts_are_listed_and_can_be_disabled(program, desk, phone):
    await desk.goto(f"/{program.url}")
    await desk.keyboard.press("?")
    dialog, wrap = desk.get_by_role("dialog", name="Shortcuts"), desk.get_by_label("Wrap lines")
    rows = [row.split() for row in await dialog.locator("dl > div").all_inner_texts()]
    assert ["c", "Copy"] in rows
    assert ["w", "Wrap", "lines"] in rows
    assert [row[0] for row in rows] == ["c", "r", "d", "h", "w", "l", "t", "?"]
    await desk.keyboard.press("c")
    await expect(desk.get_by_role("status")).to_be_empty()
    await dialog.get_by_label("Enable shortcuts").uncheck()
    await dialog.get_by_role("button", name="Close").click()
    await expect(dialog).to_be_hidden()
    await desk.reload()
    for key in ("w", "?"):
        await desk.keyboard.press(key)
    await expect(wrap).not_to_be_checked()
    await expect(dialog).to_be_hidden()
    await press(desk, "Shortcuts")
    await dialog.get_by_label("Enable shortcuts").check()
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("w")
    await expect(wrap).to_be_checked()
    await phone.goto(f"/{program.url}")
    await expect(phone.locator("#theme")).to_be_visible()
    await expect(phone.locator("#show-keys")).to_be_hidden()


async def test_everything_is_reached_by_tab_in_order_and_can_be_seen(program, desk, scriptless):
    await desk.goto(f"/{program.url}")
    reached = []
    for _ in range(13):
        await desk.keyboard.press("Tab")
        reached.append(await desk.evaluate(_NAME))
        assert await desk.evaluate(_IN_SIGHT), reached
    assert reached == [
        *("Skip to content", "Postebin", "alice", "Copy", "Raw", "Download", "History", "Wrap lines"),
        THIRD.split("\n")[0],
        *("English", "Русский", "Theme: auto", "Shortcuts"),
    ]
    await scriptless.goto(f"/{program.url}")
    for key in ("Tab", "Enter", "Tab"):  # the first link skips what is before the text
        await scriptless.keyboard.press(key)
    await expect(scriptless.get_by_role("link", name="alice")).to_be_focused()
