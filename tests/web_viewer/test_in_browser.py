"""A paste in a real browser: reading, copying, links to lines, and print."""

import pytest
from playwright.async_api import Locator, Page, expect

from posts.models import Visibility
from tests.web_viewer.tabs import DESK, clipboard, follow, is_headed, press, says, tab

PROGRAM = "".join(f"def f{number}(a, b):\n\treturn a + b * {number}\n" for number in range(200))
WIDE = "x = '" + "long " * 500 + "'\ny" + "z" * 500 + "\n"
MARKED = "rgb(255, 244, 207)"
_MARKED_LINES = f"""[...document.querySelectorAll(".listing [id^=L]")]
    .filter((line) => getComputedStyle(line).backgroundColor === "{MARKED}")
    .map((line) => Number(line.id.slice(1)))"""


@pytest.fixture
async def long(alice):
    return await alice.publishes(PROGRAM, "long.py")


async def marked(page: Page) -> list[int]:
    lines: list[int] = await page.evaluate(_MARKED_LINES)
    return lines


def number(page: Page, line: int) -> Locator:
    return page.locator(f"#L{line} > a")


async def height(locator: Locator) -> float:
    box = await locator.bounding_box()
    assert box
    return box["height"]


async def test_without_scripts_lines_are_marked_and_long_ones_wrapped(alice, long, scriptless):
    await scriptless.goto(f"/{long.url}#L300")
    await expect(scriptless.locator("#L300")).to_be_in_viewport()
    await expect(scriptless.locator("#L300")).to_have_css("background-color", MARKED)
    await expect(scriptless.locator("#L299")).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    await number(scriptless, 302).click()
    assert scriptless.url.endswith("#L302")
    await expect(scriptless.locator("#copy")).to_be_hidden()
    await expect(scriptless.get_by_role("button")).to_have_count(0)
    await expect(scriptless.locator("dialog")).to_be_hidden()
    wide = await alice.publishes(WIDE, "wide.py")
    await scriptless.goto(f"/{wide.url}")
    one_line = await height(scriptless.locator("#L1"))
    await scriptless.get_by_label("Wrap lines").check()
    several = await scriptless.locator("#L1").bounding_box()
    assert several
    assert several["height"] >= 3 * one_line
    assert several["width"] < DESK["width"]


async def test_copying_gives_the_exact_text(alice, desk):
    for body in (PROGRAM, "a\n\n\nb", "  x\ty  \n\n", "שלום\nmixed עברית text\n"):
        post = await alice.publishes(body, "same", "python")
        await desk.goto(f"/{post.url}")
        await press(desk, "Copy")
        await says(desk, "Copied")
        assert await clipboard(desk) == body
        await desk.evaluate("getSelection().selectAllChildren(document.querySelector('.listing code'))")
        await desk.keyboard.press("Control+C")
        assert (await clipboard(desk)).rstrip("\n") == body.rstrip("\n")
    control = await alice.publishes("\x1b[31mred\x1b[0m\n", "terminal.log")
    for under in ("", "/history/1?view=text"):
        await desk.goto(f"/{control.url}{under}")
        await expect(desk.locator(".listing code")).to_contain_text("␛[31mred␛[0m")
        await press(desk, "Copy")
        await says(desk, "Copied")
        assert await clipboard(desk) == "\x1b[31mred\x1b[0m\n"


async def test_the_choice_to_wrap_code_is_remembered(alice, desk):
    code, note = await alice.publishes("x = 1\n", "x.py"), await alice.publishes("Buy some milk.", "note")
    wrap = desk.get_by_label("Wrap lines")
    await desk.goto(f"/{code.url}")
    await expect(wrap).not_to_be_checked()
    await wrap.check()
    await desk.reload()
    await expect(wrap).to_be_checked()
    await wrap.uncheck()
    await desk.goto(f"/{note.url}")
    await expect(wrap).to_be_checked()


async def test_a_number_stays_in_sight_while_its_long_line_is_scrolled(alice, phone):
    post = await alice.publishes(WIDE, "wide.py")
    await phone.goto(f"/{post.url}")
    await phone.evaluate("document.querySelector('.listing').scrollLeft = 1000")
    box = await number(phone, 1).bounding_box()
    assert box
    assert 0 <= box["x"] < 30


async def test_a_reader_finds_the_way_through_the_pages(alice, desk):
    await alice.publishes("x = 1\n", "x.py")
    await desk.goto("/alice/x.py")
    await follow(desk, "alice")
    await follow(desk, "x.py")
    await expect(desk).to_have_title("x.py · alice")
    await follow(desk, "Raw")
    assert await desk.inner_text("body") == "x = 1\n"
    await desk.go_back()
    async with desk.expect_download() as download:
        await follow(desk, "Download")
    assert (await download.value).suggested_filename == "x.py"
    await follow(desk, "Postebin")
    await expect(desk.get_by_role("heading", level=1)).to_contain_text("Send text")


async def test_a_click_on_a_number_marks_its_line_and_copies_a_link_to_it(long, reader, desk):
    address = f"{reader.base}/{long.url}"
    await desk.goto("/alice")
    await follow(desk, "long.py")
    for line in (7, 9):
        await number(desk, line).click()
        assert desk.url == f"{address}#L{line}"
        assert await marked(desk) == [line]
        await says(desk, "Link copied")
        assert await clipboard(desk) == desk.url
    async with desk.context.expect_page() as opened:
        await number(desk, 5).click(modifiers=["Control"])
    assert (await opened.value).url.endswith("#L5")
    assert desk.url.endswith("#L9")
    await desk.go_back()  # many clicks are one step back
    assert desk.url == f"{reader.base}/alice"


async def test_a_click_with_shift_marks_a_range(long, desk):
    await desk.goto(f"/{long.url}")
    for start, end in ((12, 15), (15, 12)):
        await number(desk, start).click()
        await number(desk, end).click(modifiers=["Shift"])
        assert desk.url.endswith("#L12-L15")
        assert await marked(desk) == [12, 13, 14, 15]
        assert (await clipboard(desk)).endswith("/alice/long.py#L12-L15")
        assert await desk.evaluate("String(getSelection())") == ""
        await number(desk, start).click(modifiers=["Shift"])
        assert desk.url.endswith(f"#L{start}")
        assert await marked(desk) == [start]
    await desk.goto(f"/{long.url}#L5-L6")
    await number(desk, 9).click(modifiers=["Shift"])
    assert desk.url.endswith("#L5-L9")


async def test_a_click_on_a_number_does_not_scroll(long, desk):
    await desk.goto(f"/{long.url}")
    await desk.evaluate("scrollTo(0, 1500)")
    before = await desk.evaluate("scrollY")
    line = await desk.evaluate("""() => {
        const seen = [...document.querySelectorAll('.listing [id^=L]')];
        return Number(seen.find((line) => line.getBoundingClientRect().top > 700).id.slice(1));
    }""")
    await number(desk, line).click()
    assert desk.url.endswith(f"#L{line}")
    assert await desk.evaluate("scrollY") == before


async def test_the_lines_of_an_address_are_in_sight_and_marked(program, long, desk):
    for range_ in ("#L300-L310", "#L310-L300", "#L300-310"):
        await desk.goto("/")
        await desk.goto(f"/{long.url}{range_}")
        await expect(desk.locator("#L300")).to_be_in_viewport()
        await expect(desk.locator("#L310")).to_be_in_viewport()
        assert await marked(desk) == list(range(300, 311))
    await desk.goto(f"/{long.url}#L3-L4")  # changed by hand
    await desk.goto(f"/{long.url}#L200-L201")
    await expect(desk.locator("#L200")).to_be_in_viewport()
    assert await marked(desk) == [200, 201]
    await desk.goto(f"/{long.url}#L10")
    assert await marked(desk) == [10]
    await desk.go_back()
    assert await marked(desk) == [200, 201]
    for odd in ("401-L500", "0", "5-", "5-L", "-5", "99999999999999999999"):
        await desk.goto(f"/{long.url}#L{odd}")
        assert await marked(desk) == [], odd
    for odd in ("#<img src=x>", "#%"):
        await desk.goto(f"/{long.url}{odd}")
        assert await marked(desk) == [], odd
    await desk.goto(f"/{long.url}#L399-L999999999")
    assert await marked(desk) == [399, 400]
    await desk.goto(f"/{program.url}/history/1#L1-L2")
    assert await marked(desk) == [1, 2]


_NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"


async def test_copying_works_over_plain_http_and_a_failure_is_reported(long, desk):
    await desk.goto(f"/{long.url}")
    await desk.evaluate(_NO_CLIPBOARD)
    await number(desk, 7).click()
    await says(desk, "Link copied")
    await press(desk, "Copy")
    await says(desk, "Copied")
    fresh = await desk.context.new_page()
    await fresh.goto(f"/{long.url}")
    assert await clipboard(fresh) == PROGRAM
    await desk.evaluate("document.execCommand = () => false")
    await number(desk, 7).click(modifiers=["Shift"])
    await says(desk, "Couldn’t copy the link")
    assert await marked(desk) == [7]
    await press(desk, "Copy")
    await says(desk, "Couldn’t copy")


_COLOURS = """[...document.querySelectorAll(".listing, .listing *")]
    .map((one) => getComputedStyle(one)).map((style) => [style.color, style.backgroundColor])"""


async def print_preview(page: Page, path: str) -> None:
    """Emulate print, with the width of A4 between its margins in CSS pixels."""
    await page.set_viewport_size({"width": 718, "height": 1000})
    await page.goto(path)
    await page.emulate_media(media="print")


@pytest.mark.parametrize("dark", [False, True])
async def test_a_printed_paste_is_black_on_white_and_complete(alice, reader, browser, dark):
    post = await alice.publishes(f"import os  # it\nprint('x')\n{WIDE}", "x.py")
    async with tab(browser, reader.base, dark=dark) as page:
        await page.goto(f"/{post.url}")
        await page.evaluate(f"localStorage.setItem('theme', '{'dark' if dark else 'auto'}')")
        await print_preview(page, f"/{post.url}")
        seen = {tuple(pair) for pair in await page.evaluate(_COLOURS)}
        assert {background for _, background in seen} <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
        assert {text for text, _ in seen} == {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
        await expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
        await expect(number(page, 2)).to_be_visible()
        await expect(page.locator(".address")).to_be_visible()
        for what in (".controls", ".top", ".bottom", "dialog", ".notice", ".skip"):
            await expect(page.locator(what)).to_be_hidden()
        # Long lines are whole.
        assert await page.locator(".listing").evaluate("(pre) => pre.scrollWidth <= pre.clientWidth")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        box = await number(page, 4).bounding_box()
        assert box
        assert box["x"] >= 0
        assert await height(page.locator("#L4")) > 2 * box["height"]


async def test_the_key_of_a_private_paste_is_not_printed(alice, reader, desk):
    post = await alice.makes(await alice.publishes("x", "diary"), Visibility.PRIVATE)
    await print_preview(desk, f"/{post.url}?key={alice.key_to(post)}")
    address = f"{reader.base.removeprefix('http://')}/{post.url}"
    await expect(desk.locator(".address")).to_have_text(address)
    await is_headed(desk, "diary")
