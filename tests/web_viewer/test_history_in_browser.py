"""The history of a paste in a real browser."""

import pytest
from playwright.async_api import Page, expect

from posts.models import Post, Visibility
from tests.browser import complaints_of
from tests.web_viewer.authors import Author
from tests.web_viewer.tabs import tab

OLD = "".join(f"def f{number}(a, b):\n    return a + b * {number}\n" for number in range(60))
NEW = OLD.replace("b * 40", "b ** 40  # " + "a rather long remark " * 8).replace("def f3(", "\ndef f3(")
_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
async def program(alice: Author) -> Post:
    post = await alice.publishes(OLD, "f.py")
    return await alice.revises(post, NEW, NEW + "x" * 3_000 + "\n" + "y" * 300, OLD)


async def seen(page: Page, selector: str) -> bool:
    return await page.locator(selector).first.is_visible()


@pytest.mark.parametrize("phone", [True, False])
async def test_no_page_of_it_is_wider_than_the_screen(program, reader, browser, phone):
    async with tab(browser, phone=phone) as page:
        complaints = complaints_of(page)
        for what in ("", "/1", "/2", "/3", "/3?view=split", "/3?view=text", "/4"):
            await page.goto(f"{reader.base}/{program.url}/history{what}")
            assert await page.evaluate(_OVERFLOW) == 0, what
        assert complaints == []


async def test_a_reader_finds_the_way_through_it(program, reader, browser):
    async with tab(browser, script=False) as page:
        await page.goto(f"{reader.base}/{program.url}")
        await page.get_by_role("link", name="History").click()
        await page.get_by_role("link", name="Version 2").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Version 2")
        await expect(page.get_by_role("link", name="Changes")).to_have_attribute("aria-current", "page")
        await page.get_by_role("link", name="Side by side").click()
        await expect(page.locator("td.old")).to_have_count(2)
        await page.get_by_role("link", name="Full text").click()
        await expect(page.locator(".listing")).to_contain_text("a rather long remark")
        await page.get_by_role("link", name="Version 3").click()
        await page.get_by_role("link", name="f.py").click()
        await expect(page).to_have_title("f.py · alice")


async def test_on_a_phone_a_line_has_one_number_and_fits(program, reader, browser):
    async with tab(browser, phone=True) as page:
        await page.goto(f"{reader.base}/{program.url}/history/2")
        for kind in ("same", "old", "new"):
            row = page.locator(f"tr.{kind}").first
            numbers = [await cell.is_visible() for cell in await row.locator("td.n").all()]
            assert numbers.count(True) == 1, kind
            box = await row.locator("td").last.bounding_box()
            assert box
            assert box["width"] > 300
            assert box["x"] + box["width"] <= 390


async def test_on_a_phone_side_by_side_is_one_below_the_other(program, reader, browser):
    async with tab(browser, phone=True) as page:
        await page.goto(f"{reader.base}/{program.url}/history/2")
        await expect(page.get_by_role("link", name="Side by side")).to_be_hidden()
        await page.goto(f"{reader.base}/{program.url}/history/2?view=split")
        old = await page.locator("td.old:not(.n)").first.bounding_box()
        new = await page.locator("tr:has(td.old) td.new:not(.n)").first.bounding_box()
        assert old
        assert new
        assert old["x"] == new["x"]
        assert old["y"] < new["y"]
        assert await seen(page, "tr.same td:nth-child(2)")
        assert not await seen(page, "tr.same td:nth-child(4)")


async def test_on_a_desk_the_sides_are_beside_each_other(program, reader, browser):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{program.url}/history/2?view=split")
        row = page.locator("tr:has(td.old)").first
        old = await row.locator("td.old:not(.n)").bounding_box()
        new = await row.locator("td.new:not(.n)").bounding_box()
        assert old
        assert new
        assert old["y"] == new["y"]
        assert old["width"] == pytest.approx(new["width"])
        assert new["x"] >= old["x"] + old["width"]


async def test_what_is_copied_of_the_changes_has_no_numbers_and_no_signs(program, reader, browser):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{program.url}/history/2")
        await page.evaluate(
            "getSelection().selectAllChildren(document.querySelector('tr.old ins, tr.old del'))"
        )
        await page.keyboard.press("Control+C")
        copied = await page.evaluate("navigator.clipboard.readText()")
        assert copied == "    return a + b * 40"


async def test_old_and_new_lines_can_be_distinguished_without_colours(program, reader, browser):
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{program.url}/history/2")
        sign = "getComputedStyle(document.querySelector('{}'), '::before').content"
        assert await page.evaluate(sign.format("tr.old del")) == '"−"'
        assert await page.evaluate(sign.format("tr.new ins")) == '"+"'


async def test_a_private_one_is_read_through_with_its_key(alice, program, reader, browser):
    post = await alice.makes(program, Visibility.PRIVATE)
    async with tab(browser, phone=True) as page:
        await page.goto(f"{reader.base}/{post.url}?key={alice.key_to(post)}")
        await page.get_by_role("link", name="History").click()
        await page.get_by_role("link", name="Version 2").click()
        await page.get_by_role("link", name="Raw").click()
        assert "a rather long remark" in await page.inner_text("body")
