"""Every page on a phone: nothing overflows or overlaps."""

import pytest

from tests.web_viewer.every_page import PAGES, publish_everything
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
async def test_every_page_fits(alice, reader, browser, locale, width):
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


# A thumb's width, in CSS pixels (WCAG 2.2, 2.5.8 wants 24 at least).
_THUMB = 38
_TALL = """(link) => {
    const box = link.getBoundingClientRect(), across = box.left + box.width / 2;
    let [top, bottom] = [box.top + box.height / 2, box.top + box.height / 2];
    while (document.elementFromPoint(across, top - 1)?.closest("a") === link) top -= 1;
    while (document.elementFromPoint(across, bottom + 1)?.closest("a") === link) bottom += 1;
    return bottom - top;
}"""


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/alice", ".home"),
        ("/alice", ".pastes li > a"),
        ("/alice/code.py", "[rel=author]"),
        ("/alice/f.py/history/2", ".trail a"),
        ("/alice/nothing", ".problem p > a"),
    ],
)
async def test_links_that_stand_alone_are_large_enough_for_a_thumb(alice, reader, browser, path, link):
    await publish_everything(alice)
    async with tab(browser, phone=True) as page:
        await page.goto(reader.base + path)
        assert await page.locator(link).first.evaluate(_TALL) >= _THUMB


async def test_all_of_an_entry_in_a_profile_leads_to_its_paste(alice, reader, browser):
    post = await alice.publishes("text", "note")
    async with tab(browser, phone=True) as page:
        await page.goto(f"{reader.base}/alice")
        entry = page.locator(".pastes li")
        box = await entry.bounding_box()
        assert box
        await page.touchscreen.tap(box["x"] + box["width"] - 4, box["y"] + box["height"] - 4)
        await page.wait_for_url(f"**/{post.url}")


_MIDDLES = """(facts) => facts.slice(0, 2).map((fact) => {
    const words = document.createRange();
    words.selectNodeContents(fact);
    const { top, bottom } = words.getBoundingClientRect();
    return Math.round((top + bottom) / 2);
})"""


async def test_the_author_stands_in_one_line_with_the_day(alice, reader, browser):
    post = await alice.publishes("text", "note")
    async with tab(browser, phone=True) as page:
        await page.goto(f"{reader.base}/{post.url}")
        author, day = await page.locator(".facts > *").evaluate_all(_MIDDLES)
    assert author == day
