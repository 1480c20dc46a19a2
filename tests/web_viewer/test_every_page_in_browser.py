"""Every page, on a computer and on a phone: accessible, steady, and without overflow.

axe-core finds no violation (WCAG 2.2 A and AA, and its best practices), nothing moves while scripts start
(Cumulative Layout Shift), and nothing overflows or overlaps.
"""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, Route, expect

from tests.web_viewer.every_page import PAGES, publish_everything
from tests.web_viewer.tabs import DESK, PHONE, press, says, tab

# WCAG 2.2, 2.5.8: axe leaves it out unless it is asked to look.
_RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
_MOST_SHIFT = 0.02  # Lighthouse begins to mind at about 0.04, and calls 0.1 good
_WATCH = """window.moved = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) moved += shift.value;
}).observe({ type: "layout-shift", buffered: true });"""
_PAINTED = """new Promise((done) => {
  new PerformanceObserver(() => done()).observe({ type: "paint", buffered: true });
})"""
# Two frames later, all that was laid out has been measured.
_SETTLED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
# Elements that may be wider have a window of their own, which scrolls.
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
_SOME, _OTHERS = list(PAGES)[::2], list(PAGES)[1::2]
# A thumb's width, in CSS pixels (WCAG 2.2, 2.5.8 wants 24 at least).
_THUMB = 38
_TALL = """(link) => {
    const box = link.getBoundingClientRect(), across = box.left + box.width / 2;
    let [top, bottom] = [box.top + box.height / 2, box.top + box.height / 2];
    while (document.elementFromPoint(across, top - 1)?.closest("a") === link) top -= 1;
    while (document.elementFromPoint(across, bottom + 1)?.closest("a") === link) bottom += 1;
    return bottom - top;
}"""
_FOR_THUMBS = {
    "found": [".home", ".pastes li > a"],
    "code": ["[rel=author]"],
    "changes": [".trail a"],
    "unknown": [".problem p > a"],
}
_MIDDLES = """(facts) => facts.slice(0, 2).map((fact) => {
    const words = document.createRange();
    words.selectNodeContents(fact);
    const { top, bottom } = words.getBoundingClientRect();
    return Math.round((top + bottom) / 2);
})"""


@pytest.fixture(autouse=True)
async def everything(alice) -> None:
    await publish_everything(alice)


async def violations(page: Page) -> list[str]:
    """Return the violations with their elements."""
    found = await Axe().run(page, options=_RULES)
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


async def out_of_place(page: Page, width: int) -> list[str]:
    """Return the elements that overflow or overlap in a window of this width."""
    await page.set_viewport_size({"width": width, "height": PHONE["height"]})
    wide: int = await page.evaluate("document.documentElement.scrollWidth")
    overlapping = await page.evaluate(_ON_EACH_OTHER) if width < DESK["width"] else []
    return [
        *await page.evaluate(_STICKING_OUT),
        *overlapping,
        *([f"{wide} wide"] if wide > width else []),
    ]


async def scripts_come_late(page: Page) -> None:
    """Delay scripts as a slow line does: after the first paint, and without a cache."""

    async def late(route: Route) -> None:
        await page.evaluate(_PAINTED)
        await route.continue_()

    await page.route("**/site.*.js", late)


# Each page has each size, theme and language; all pages together have most pairs of them.
@pytest.mark.parametrize(
    ("pages", "widths", "dark", "locale"),
    [
        (_SOME, [390, 320], True, "ru-RU"),
        (_SOME, [1440], False, "en-US"),
        (_OTHERS, [390, 320], False, "en-US"),
        (_OTHERS, [1440], True, "ru-RU"),
    ],
    ids=["phone-dark-ru", "desk-light-en", "phone-light-en", "desk-dark-ru"],
)
async def test_every_page_is_accessible_and_steady_and_fits(reader, browser, pages, widths, dark, locale):
    wrong: dict[str, list[str]] = {}
    async with tab(browser, reader.base, phone=len(widths) > 1, dark=dark, locale=locale) as page:
        await page.add_init_script(_WATCH)
        await scripts_come_late(page)
        for name in pages:
            await page.goto(PAGES[name], wait_until="load")
            await page.evaluate(_SETTLED)
            moved = await page.evaluate("moved")
            wrong[name] = [f"it moves by {moved}"] if moved > _MOST_SHIFT else []
            wrong[name] += await violations(page)
            for width in widths:
                wrong[name] += await out_of_place(page, width)
            await page.set_viewport_size(PHONE if len(widths) > 1 else DESK)
            if len(widths) > 1:
                for link in _FOR_THUMBS.get(name, []):
                    tall = await page.locator(link).first.evaluate(_TALL)
                    wrong[name] += [f"{link} is {tall} high"] if tall < _THUMB else []
    assert {name: faults for name, faults in wrong.items() if faults} == {}


async def test_the_dialog_of_keys_and_a_notice_are_accessible(reader, browser):
    async with tab(browser, reader.base, dark=True) as page:
        await page.goto("/alice/code.py")
        await page.keyboard.press("c")
        await says(page, "Copied")
        assert await violations(page) == []
        await page.keyboard.press("?")
        assert await violations(page) == []
        await page.evaluate("document.querySelector('h1').style.color = '#333'")
        await page.keyboard.press("Escape")
        assert "color-contrast" in str(await violations(page)), "an error would be found"


async def test_a_burned_paste_is_accessible(phone):
    await phone.goto("/alice/once")
    await press(phone, "Open now")
    await phone.locator(".listing").wait_for()
    assert await violations(phone) == []


async def test_the_qr_code_is_for_computers_only(desk, phone):
    for page, seen in ((desk, True), (phone, False)):
        await page.goto("/")
        await expect(page.get_by_role("link", name="Open in Telegram")).to_be_in_viewport()
        await expect(page.locator(".qr")).to_be_visible(visible=seen)


@pytest.mark.parametrize("script", [True, False])
async def test_a_profile_is_searched_and_read_on_a_phone(reader, browser, script):
    async with tab(browser, reader.base, phone=True, script=script) as page:
        await page.goto("/alice")
        await expect(page.get_by_role("link", name="Follow in Telegram")).to_be_in_viewport()
        await page.get_by_role("searchbox").fill("garden")
        await page.keyboard.press("Enter")
        await expect(page.locator(".pastes li")).to_have_count(1)
        await expect(page.get_by_role("searchbox")).to_have_value("garden")
        # All of an entry leads to its paste.
        box = await page.locator(".pastes li").bounding_box()
        assert box
        await page.touchscreen.tap(box["x"] + box["width"] - 4, box["y"] + box["height"] - 4)
        await page.wait_for_url("**/alice/letter")
        if script:
            author, day = await page.locator(".facts > *").evaluate_all(_MIDDLES)
            assert author == day  # in one line
