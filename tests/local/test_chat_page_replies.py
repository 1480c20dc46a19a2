"""Replies on the chat page: whatever is sent while a message is replied to, is the reply."""

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from tests.browser import browser as browser
from tests.chat_page import alice as alice
from tests.chat_page import bot as bot
from tests.chat_page import bubble, say
from tests.chat_page import page as page
from tests.chat_page import telegram as telegram


@pytest.fixture
async def strip(alice: Page) -> Locator:
    """Says above the composer what is replied to."""
    await say(alice, "my notes")
    await expect(bubble(alice, "Kept")).to_be_visible()
    await alice.locator(".own", has_text="my notes").locator(".bubble").click(button="right")
    await alice.get_by_role("menuitem", name="Reply").click()
    strip = alice.locator("#strip")
    await expect(strip).to_contain_text("my notes")
    return strip


async def is_the_reply(sent: Locator, strip: Locator) -> None:
    await expect(sent.locator(".quote")).to_contain_text("my notes")
    await expect(strip).to_be_hidden()


async def test_a_text(alice: Page, strip: Locator) -> None:
    await say(alice, "an answer")
    await is_the_reply(alice.locator(".own", has_text="an answer"), strip)


async def test_a_command_of_the_list(alice: Page, strip: Locator) -> None:
    await alice.get_by_role("combobox").press_sequentially("/sta")
    await alice.get_by_role("combobox").press("Enter")
    await is_the_reply(alice.locator(".own", has_text="/start").last, strip)


async def test_files(alice: Page, strip: Locator) -> None:
    files = [FilePayload(name=name, mimeType="text/plain", buffer=b"x") for name in ("a.py", "b.py")]
    await alice.locator("#file-input").set_input_files(files)
    await alice.get_by_role("dialog").get_by_role("button", name="Send").click()
    for name in ("a.py", "b.py"):
        await is_the_reply(alice.locator(".own", has_text=name), strip)


async def test_an_inline_result(alice: Page, strip: Locator) -> None:
    await alice.get_by_role("combobox").fill("@postebin_bot notes")
    await alice.get_by_role("option", name="About notes").click()
    await is_the_reply(bubble(alice, "via @postebin_bot"), strip)


async def test_what_comes_after_it_is_none(alice: Page, strip: Locator) -> None:
    await say(alice, "an answer")
    await expect(strip).to_be_hidden()
    await say(alice, "by the way")
    said = alice.locator(".own", has_text="by the way")
    await expect(said).to_be_visible()
    await expect(said.locator(".quote")).to_have_count(0)
