"""The history of a paste in a real browser."""

import pytest
from playwright.async_api import FloatRect, Locator, expect

from posts.models import Visibility
from tests.web_viewer.tabs import clipboard, follow, is_headed

OLD = "".join(f"def f{number}(a, b):\n    return a + b * {number}\n" for number in range(60))
NEW = OLD.replace("b * 40", "b ** 40  # " + "a rather long remark " * 8).replace("def f3(", "\ndef f3(")


@pytest.fixture
async def program(alice):
    return await alice.revises(await alice.publishes(OLD, "f.py"), NEW, OLD)


async def box_of(locator: Locator) -> FloatRect:
    box = await locator.bounding_box()
    assert box
    return box


async def test_a_reader_finds_the_way_through_it(program, scriptless):
    await scriptless.goto(f"/{program.url}")
    await follow(scriptless, "History")
    await follow(scriptless, "Version 2")
    await is_headed(scriptless, "Version 2")
    await expect(scriptless.get_by_role("link", name="Changes")).to_have_attribute("aria-current", "page")
    await follow(scriptless, "Side by side")
    await expect(scriptless.locator("td.old")).to_have_count(2)
    await follow(scriptless, "Full text")
    await expect(scriptless.locator(".listing")).to_contain_text("a rather long remark")
    await follow(scriptless, "Version 3")
    await follow(scriptless, "f.py")
    await expect(scriptless).to_have_title("f.py · alice")


async def test_on_a_phone_a_line_has_one_number_and_sides_are_stacked(alice, program, phone):
    await phone.goto(f"/{program.url}/history/2")
    for kind in ("same", "old", "new"):
        row = phone.locator(f"tr.{kind}").first
        numbers = [await cell.is_visible() for cell in await row.locator("td.n").all()]
        assert numbers.count(True) == 1, kind
        box = await box_of(row.locator("td").last)
        assert box["width"] > 300
        assert box["x"] + box["width"] <= 390
    await expect(phone.get_by_role("link", name="Side by side")).to_be_hidden()
    await phone.goto(f"/{program.url}/history/2?view=split")
    old = await box_of(phone.locator("td.old:not(.n)").first)
    new = await box_of(phone.locator("tr:has(td.old) td.new:not(.n)").first)
    assert old["x"] == new["x"]
    assert old["y"] < new["y"]
    assert await phone.locator("tr.same td:nth-child(2)").first.is_visible()
    assert not await phone.locator("tr.same td:nth-child(4)").first.is_visible()
    post = await alice.makes(program, Visibility.PRIVATE)
    await phone.goto(f"/{post.url}?key={alice.key_to(post)}")
    for link in ("History", "Version 2", "Raw"):
        await follow(phone, link)
    assert "a rather long remark" in await phone.inner_text("body")


async def test_on_a_computer_changes_are_signed_and_sides_are_side_by_side(program, desk):
    await desk.goto(f"/{program.url}/history/2")
    sign = "getComputedStyle(document.querySelector('{}'), '::before').content"
    assert await desk.evaluate(sign.format("tr.old del")) == '"−"'
    assert await desk.evaluate(sign.format("tr.new ins")) == '"+"'
    await desk.evaluate("getSelection().selectAllChildren(document.querySelector('tr.old ins, tr.old del'))")
    await desk.keyboard.press("Control+C")
    assert await clipboard(desk) == "    return a + b * 40"
    await desk.goto(f"/{program.url}/history/2?view=split")
    row = desk.locator("tr:has(td.old)").first
    old, new = [await box_of(row.locator(f"td.{side}:not(.n)")) for side in ("old", "new")]
    assert old["y"] == new["y"]
    assert old["width"] == pytest.approx(new["width"])
    assert new["x"] >= old["x"] + old["width"]
