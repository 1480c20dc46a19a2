"""Windows of a browser, on a computer and on a phone, and what a reader does in them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.browser import complaints_of

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}


@asynccontextmanager
async def tab(
    browser: Browser,
    base: str,
    *,
    phone: bool = False,
    script: bool = True,
    dark: bool = False,
    locale: str = "en-US",
    zone: str = "UTC",
) -> AsyncIterator[Page]:
    """Open a window with addresses relative to `base`. Raises AssertionError for complaints of scripts."""
    context = await browser.new_context(
        base_url=base,
        viewport=PHONE if phone else DESK,
        has_touch=phone,
        is_mobile=phone,
        java_script_enabled=script,
        color_scheme="dark" if dark else "light",
        locale=locale,
        timezone_id=zone,
        permissions=["clipboard-read", "clipboard-write"],
    )
    try:
        page = await context.new_page()
        complaints = complaints_of(page)
        yield page
        # The browser also logs each response with an error, which some tests ask for.
        assert [what for what in complaints if "Failed to load resource" not in what] == []
    finally:
        await context.close()


async def clipboard(page: Page) -> str:
    text: str = await page.evaluate("navigator.clipboard.readText()")
    return text


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name).click()


async def follow(page: Page, name: str) -> None:
    await page.get_by_role("link", name=name).click()


async def says(page: Page, text: str) -> None:
    """Wait for a notice on the page."""
    await expect(page.get_by_role("status")).to_have_text(text)


async def is_headed(page: Page, text: str) -> None:
    await expect(page.get_by_role("heading", level=1)).to_have_text(text)
