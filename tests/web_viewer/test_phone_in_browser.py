"""Every page on a phone: nothing sticks out, and nothing lies on anything else."""

import pytest
from playwright.async_api import Browser

from tests.web_viewer.authors import Author
from tests.web_viewer.every_page import PAGES, publish_everything
from tests.web_viewer.reader import Reader
from tests.web_viewer.tabs import PHONE, tab

# What may be wider has a window of its own, which scrolls.
_STICKING_OUT = """() => [...document.querySelectorAll("body *")]
    .filter((one) => !one.closest(".listing, .markdown pre, .wide, [hidden]"))
    .filter((one) => one.checkVisibility())
    .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((one) => one.outerHTML.slice(0, 200))"""
_ON_EACH_OTHER = """() => {
    const pressable = [...document.querySelectorAll("a[href], button, label")]
        .filter((one) => one.checkVisibility() && !one.closest(".listing, article, .skip, p"));
    const boxes = new Map(pressable.map((one) => [one, one.getBoundingClientRect()]));
    const overlap = (start, end, other) => start < other.end - 1 && other.start < end - 1;
    const meet = (a, b) => overlap(a.left, a.right, { start: b.left, end: b.right })
        && overlap(a.top, a.bottom, { start: b.top, end: b.bottom });
    return pressable
        .filter((one) => pressable.some((other) => other !== one && meet(boxes.get(one), boxes.get(other))))
        .map((one) => one.outerHTML.slice(0, 200));
}"""


@pytest.mark.parametrize("locale", ["en-US", "ru-RU"])
@pytest.mark.parametrize("width", [320, 390])
async def test_every_page_fits(
    alice: Author, reader: Reader, browser: Browser, locale: str, width: int
) -> None:
    await publish_everything(alice)
    await alice.publishes("text", "W" * 118)
    await alice.publishes("text", "Недостопримечательность " * 5)
    found: dict[str, list[str]] = {}
    async with tab(browser, phone=True, locale=locale) as page:
        await page.set_viewport_size({"width": width, "height": PHONE["height"]})
        for name, path in PAGES.items():
            await page.goto(reader.base + path)
            wrong = [*await page.evaluate(_STICKING_OUT), *await page.evaluate(_ON_EACH_OTHER)]
            wide: int = await page.evaluate("document.documentElement.scrollWidth")
            found[name] = [*wrong, *([f"{wide} wide"] if wide > width else [])]
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
