"""Links to lines, in a real browser."""

import pytest
from playwright.async_api import Locator, Page, expect

from posts.models import Post
from tests.browser import complaints_of
from tests.web_viewer.authors import Author
from tests.web_viewer.tabs import clipboard, tab

PROGRAM = "".join(f"def f{number}(a, b):\n\treturn a + b * {number}\n" for number in range(200))
MARKED = "rgb(255, 244, 207)"
_MARKED_LINES = f"""[...document.querySelectorAll(".listing [id^=L]")]
    .filter((line) => getComputedStyle(line).backgroundColor === "{MARKED}")
    .map((line) => Number(line.id.slice(1)))"""


@pytest.fixture
async def long(alice: Author) -> Post:
    return await alice.publishes(PROGRAM, "long.py")


async def marked(page: Page) -> list[int]:
    lines: list[int] = await page.evaluate(_MARKED_LINES)
    return lines


def number(page: Page, line: int) -> Locator:
    return page.locator(f"#L{line} > a")


async def test_a_press_on_a_number_marks_its_line_and_copies_a_link_to_it(long, reader, browser):
    async with tab(browser) as page:
        complaints = complaints_of(page)
        address = f"{reader.base}/{long.url}"
        await page.goto(address)
        await number(page, 7).click()
        assert page.url == f"{address}#L7"
        assert await marked(page) == [7]
        await expect(page.get_by_role("status")).to_have_text("Link copied")
        assert await clipboard(page) == f"{address}#L7"
        await number(page, 9).click()
        assert page.url == f"{address}#L9"
        assert await marked(page) == [9]
        assert complaints == []


@pytest.mark.parametrize(("start", "end"), [(12, 15), (15, 12)])
async def test_with_shift_it_marks_all_from_the_one_pressed_before(long, reader, browser, start, end):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{long.url}")
        await number(page, start).click()
        await number(page, end).click(modifiers=["Shift"])
        assert page.url.endswith("#L12-L15")
        assert await marked(page) == [12, 13, 14, 15]
        assert (await clipboard(page)).endswith("/alice/long.py#L12-L15")
        assert await page.evaluate("String(getSelection())") == ""
        await number(page, start).click(modifiers=["Shift"])
        assert page.url.endswith(f"#L{start}")
        assert await marked(page) == [start]


async def test_a_range_of_an_address_grows_from_its_beginning(long, reader, browser):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{long.url}#L5-L6")
        await number(page, 9).click(modifiers=["Shift"])
        assert page.url.endswith("#L5-L9")


async def test_the_page_does_not_jump_under_the_pointer(long, reader, browser):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{long.url}")
        await page.evaluate("scrollTo(0, 1500)")
        before = await page.evaluate("scrollY")
        line = await page.evaluate("""() => {
            const seen = [...document.querySelectorAll('.listing [id^=L]')];
            return Number(seen.find((line) => line.getBoundingClientRect().top > 700).id.slice(1));
        }""")
        await number(page, line).click()
        assert page.url.endswith(f"#L{line}")
        assert await page.evaluate("scrollY") == before


async def test_many_presses_are_one_step_back(long, reader, browser):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/alice")
        await page.get_by_role("link", name="long.py").click()
        for line in (3, 5, 8):
            await number(page, line).click()
        await page.go_back()
        assert page.url == f"{reader.base}/alice"


@pytest.mark.parametrize("hash", ["#L300-L310", "#L310-L300", "#L300-310"])
async def test_the_range_of_an_address_is_in_sight_and_marked(long, reader, browser, hash):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{long.url}{hash}")
        await expect(page.locator("#L300")).to_be_in_viewport()
        await expect(page.locator("#L310")).to_be_in_viewport()
        assert await marked(page) == list(range(300, 311))


async def test_an_address_that_is_changed_by_hand_is_followed(long, reader, browser):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{long.url}#L3-L4")
        await page.goto(f"{reader.base}/{long.url}#L200-L201")
        await expect(page.locator("#L200")).to_be_in_viewport()
        assert await marked(page) == [200, 201]
        await page.goto(f"{reader.base}/{long.url}#L10")
        assert await marked(page) == [10]
        await page.go_back()
        assert await marked(page) == [200, 201]


@pytest.mark.parametrize(
    ("hash", "lines"),
    [
        ("#L399-L999999999", [399, 400]),
        ("#L401-L500", []),
        ("#L0", []),
        ("#L5-", []),
        ("#L5-L", []),
        ("#L-5", []),
        ("#L99999999999999999999", []),
        ("#<img src=x>", []),
        ("#%", []),
    ],
)
async def test_odd_ranges_mark_what_there_is(long, reader, browser, hash, lines):
    async with tab(browser) as page:
        complaints = complaints_of(page)
        await page.goto(f"{reader.base}/{long.url}{hash}")
        assert await marked(page) == lines
        assert complaints == []


async def test_a_press_with_ctrl_is_the_browsers_own(long, reader, browser):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{long.url}#L3")
        async with page.context.expect_page() as opened:
            await number(page, 7).click(modifiers=["Control"])
        assert (await opened.value).url.endswith("#L7")
        assert page.url.endswith("#L3")


_NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
_NOTHING_WORKS = f"{_NO_CLIPBOARD}; document.execCommand = () => false"


async def test_on_plain_http_links_and_texts_are_copied_all_the_same(long, reader, browser):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{long.url}")
        await page.evaluate(_NO_CLIPBOARD)
        await number(page, 7).click()
        await expect(page.get_by_role("status")).to_have_text("Link copied")
        await page.get_by_role("button", name="Copy").click()
        await expect(page.get_by_role("status")).to_have_text("Copied")
        fresh = await page.context.new_page()
        await fresh.goto(f"{reader.base}/{long.url}")
        assert await clipboard(fresh) == PROGRAM


async def test_where_nothing_can_be_copied_it_says_so_and_the_line_is_marked(long, reader, browser):
    async with tab(browser) as page:
        await page.add_init_script(_NOTHING_WORKS)
        await page.goto(f"{reader.base}/{long.url}")
        await number(page, 7).click()
        await expect(page.get_by_role("status")).to_have_text("Couldn’t copy the link")
        assert await marked(page) == [7]
        await page.get_by_role("button", name="Copy").click()
        await expect(page.get_by_role("status")).to_have_text("Couldn’t copy")


async def test_the_lines_of_an_old_version_can_be_pointed_at_too(program, reader, browser):
    async with tab(browser, phone=True) as page:
        await page.goto(f"{reader.base}/{program.url}/history/1#L1-L2")
        assert await marked(page) == [1, 2]
