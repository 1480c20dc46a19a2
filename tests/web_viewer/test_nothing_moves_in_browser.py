"""No layout shift while scripts start (Cumulative Layout Shift)."""

import pytest
from playwright.async_api import Page, Route

from tests.web_viewer.every_page import PAGES, publish_everything
from tests.web_viewer.tabs import tab

_WATCH = """window.moved = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) moved += shift.value;
}).observe({ type: "layout-shift", buffered: true });"""
_PAINTED = """new Promise((done) => {
  new PerformanceObserver(() => done()).observe({ type: "paint", buffered: true });
})"""
# Two frames later, all that was laid out has been measured.
_SETTLED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
_MOST = 0.02  # Lighthouse begins to mind at about 0.04, and calls 0.1 good


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
async def test_nothing_moves(alice, reader, browser, phone):
    await publish_everything(alice)
    async with tab(browser, phone=phone) as page:
        await page.add_init_script(_WATCH)
        await scripts_come_late(page)
        moved = {}
        for name, path in PAGES.items():
            await page.goto(reader.base + path, wait_until="load")
            await page.evaluate(_SETTLED)
            moved[name] = await page.evaluate("moved")
        assert {name: by for name, by in moved.items() if by > _MOST} == {}


async def scripts_come_late(page: Page) -> None:
    """Delay scripts as a slow line does: after the first paint, and without a cache."""

    async def late(route: Route) -> None:
        await page.evaluate(_PAINTED)
        await route.continue_()

    await page.route("**/site.*.js", late)
