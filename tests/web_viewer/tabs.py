"""Windows of a browser, on a computer and on a phone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}


@asynccontextmanager
async def tab(
    browser: Browser,
    base: str | None = None,
    *,
    phone: bool = False,
    script: bool = True,
    dark: bool = False,
    locale: str = "en-US",
    zone: str = "UTC",
) -> AsyncIterator[Page]:
    """Open a window whose addresses are relative to `base`, the address of the viewer."""
    context = await browser.new_context(
        base_url=base,
        viewport=PHONE if phone else DESK,
        has_touch=phone,
        is_mobile=phone,
        java_script_enabled=script,
        color_scheme="dark" if dark else "light",
        locale=locale,
        timezone_id=zone,
    )
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    try:
        yield await context.new_page()
    finally:
        await context.close()


async def clipboard(page: Page) -> str:
    text: str = await page.evaluate("navigator.clipboard.readText()")
    return text
