"""Pages in a real browser."""

import re

import pytest
from playwright.async_api import expect

from tests.browser import complaints_of
from tests.web_viewer.tabs import DESK, PHONE, clipboard, tab

PROGRAM = "".join(f"def f{number}(a, b):\n\treturn a + b * {number}\n" for number in range(200))


@pytest.mark.parametrize("script", [True, False])
async def test_the_line_of_an_address_is_in_sight_and_marked(alice, reader, browser, script):
    post = await alice.publishes(PROGRAM, "long.py")
    async with tab(browser, script=script) as page:
        await page.goto(f"{reader.base}/{post.url}#L300")
        line = page.locator("#L300")
        await expect(line).to_be_in_viewport()
        await expect(line).to_have_css("background-color", "rgb(255, 244, 207)")
        await expect(page.locator("#L299")).to_have_css("background-color", "rgba(0, 0, 0, 0)")


async def test_a_click_on_a_number_makes_it_the_address(alice, reader, browser):
    post = await alice.publishes(PROGRAM, "long.py")
    async with tab(browser, script=False) as page:
        await page.goto(f"{reader.base}/{post.url}")
        await page.locator("#L7 > a").click()
        assert page.url.endswith("#L7")


@pytest.mark.parametrize("body", [PROGRAM, "a\n\n\nb", "  x\ty  \n\n", "שלום\nmixed עברית text\n"])
async def test_copying_gives_the_text_without_numbers(alice, reader, browser, body):
    post = await alice.publishes(body, "same", "python")
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{post.url}")
        await page.get_by_role("button", name="Copy").click()
        await expect(page.get_by_role("status")).to_have_text("Copied")
        assert await page.evaluate("navigator.clipboard.readText()") == body


async def test_what_is_selected_by_hand_is_the_text_too(alice, reader, browser):
    body = "def f():\n\n\n\treturn 1\n\nprint(f())\n"
    post = await alice.publishes(body, "same.py")
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{post.url}")
        await page.evaluate("getSelection().selectAllChildren(document.querySelector('.listing code'))")
        await page.keyboard.press("Control+C")
        assert (await page.evaluate("navigator.clipboard.readText()")).rstrip("\n") == body.rstrip("\n")


@pytest.mark.parametrize("under", ["", "/history/1?view=text"])
async def test_copying_gives_also_what_no_page_can_show(alice, reader, browser, under):
    post = await alice.publishes("\x1b[31mred\x1b[0m\n", "terminal.log")
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{post.url}{under}")
        await expect(page.locator(".listing code")).to_contain_text("␛[31mred␛[0m")
        await page.click("#copy")
        await expect(page.get_by_role("status")).to_have_text("Copied")
        assert await clipboard(page) == "\x1b[31mred\x1b[0m\n"


async def test_without_a_script_there_is_no_copy_button_and_wrapping_works(alice, reader, browser):
    post = await alice.publishes("x = '" + "long " * 200 + "'\n", "wide.py")
    async with tab(browser, script=False) as page:
        await page.goto(f"{reader.base}/{post.url}")
        await expect(page.locator("#copy")).to_be_hidden()
        one_line = await page.locator("#L1").bounding_box()
        await page.get_by_label("Wrap lines").check()
        several = await page.locator("#L1").bounding_box()
        assert one_line
        assert several
        assert several["height"] >= 3 * one_line["height"]
        assert several["width"] < DESK["width"]


async def test_how_code_is_wrapped_is_remembered(alice, reader, browser):
    code = await alice.publishes("x = 1\n", "x.py")
    note = await alice.publishes("Buy some milk.", "note")
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/{code.url}")
        await expect(page.get_by_label("Wrap lines")).not_to_be_checked()
        await page.get_by_label("Wrap lines").check()
        await page.reload()
        await expect(page.get_by_label("Wrap lines")).to_be_checked()
        await page.get_by_label("Wrap lines").uncheck()
        await page.goto(f"{reader.base}/{note.url}")
        await expect(page.get_by_label("Wrap lines")).to_be_checked()


@pytest.mark.parametrize("phone", [True, False])
async def test_no_page_is_wider_than_the_screen(alice, reader, browser, phone):
    wide = await alice.publishes("x" * 5_000 + " = 1\n", "w" * 118)
    code = await alice.publishes(PROGRAM, "long.py")
    async with tab(browser, phone=phone) as page:
        for path in ("/", "/alice", f"/{wide.url}", f"/{code.url}", "/nobody", "/alice/none"):
            await page.goto(reader.base + path)
            overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert await page.evaluate(overflow) == 0, path


async def test_a_number_stays_in_sight_while_its_long_line_is_scrolled(alice, reader, browser):
    post = await alice.publishes("x = '" + "long " * 500 + "'\n", "wide.py")
    async with tab(browser, phone=True) as page:
        await page.goto(f"{reader.base}/{post.url}")
        await page.evaluate("document.querySelector('.listing').scrollLeft = 1000")
        number = await page.locator("#L1 > a").bounding_box()
        assert number
        assert 0 <= number["x"] < 30


_ATTACKS = [
    "<script>document.title = 'run'</script>",
    "<img src=x onerror=\"document.title = 'run'\">",
    "</code></pre></main><script>document.title = 'run'</script>",
    "</title><script>document.title = 'run'</script>",
    '"><svg onload="document.title = \'run\'">',
    "' autofocus onfocus='document.title = `run`' x='",
    "<iframe src=\"javascript:parent.document.title='run'\"></iframe>",
    "<link rel=stylesheet href=//elsewhere.example/x.css><base href=//elsewhere.example/>",
    "<meta http-equiv=refresh content='0;url=//elsewhere.example/'>",
    "{{ ''.__class__ }}{% include 'base.html' %}",
    "<!--><script>document.title = 'run'</script>-->",
]


@pytest.mark.parametrize("language", ["text", "html", "python"])
async def test_nothing_that_people_write_is_run_or_fetched(alice, reader, browser, language):
    posts = [await alice.publishes(attack, attack, language) for attack in _ATTACKS]
    async with tab(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        complaints = complaints_of(page)
        for path in ["/alice", *(f"/{post.url}{what}" for post in posts for what in ("", "/raw"))]:
            await page.goto(reader.base + path, wait_until="load")
            assert await page.title() != "run"
            assert page.url == reader.base + path
        assert all(url.startswith(reader.base) for url in asked)
        assert complaints == []


async def test_a_phone_at_night_gets_dark_pages(alice, reader, browser):
    await alice.publishes("x = 1\n", "x.py")
    context = await browser.new_context(viewport=PHONE, color_scheme="dark")
    page = await context.new_page()
    await page.goto(f"{reader.base}/alice/x.py")
    await expect(page.locator("body")).to_have_css("background-color", "rgb(21, 22, 25)")
    await context.close()


async def test_a_reader_finds_the_way_through_the_pages(alice, reader, browser):
    await alice.publishes("x = 1\n", "x.py")
    async with tab(browser) as page:
        await page.goto(f"{reader.base}/alice/x.py")
        await page.get_by_role("link", name="alice").click()
        await page.get_by_role("link", name="x.py").click()
        await expect(page).to_have_title("x.py · alice")
        await page.get_by_role("link", name="Raw").click()
        assert await page.inner_text("body") == "x = 1\n"
        await page.go_back()
        async with page.expect_download() as download:
            await page.get_by_role("link", name="Download").click()
        assert (await download.value).suggested_filename == "x.py"
        await page.get_by_role("link", name="Postebin").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Send text"))
