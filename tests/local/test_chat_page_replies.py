"""Replies on the chat page: what is sent while a message is replied to is the reply."""

from playwright.async_api import FilePayload, Locator, Page, expect

from tests.browser import browser as browser
from tests.chat_page import alice as alice
from tests.chat_page import bot as bot
from tests.chat_page import bubble, say
from tests.chat_page import page as page
from tests.chat_page import telegram as telegram


async def begin_reply(page: Page) -> None:
    await page.locator(".own", has_text="my notes").first.locator(".bubble").click(button="right")
    await page.get_by_role("menuitem", name="Reply").click()
    await expect(page.locator("#strip")).to_contain_text("my notes")


async def expect_reply(page: Page, sent: Locator) -> None:
    await expect(sent.locator(".quote")).to_contain_text("my notes")
    await expect(page.locator("#strip")).to_be_hidden()


async def test_whatever_is_sent_next_is_the_reply_and_nothing_after_it(alice: Page) -> None:
    text = alice.get_by_role("combobox")
    await say(alice, "my notes")
    await expect(bubble(alice, "Kept")).to_be_visible()

    await begin_reply(alice)
    await say(alice, "an answer")
    await expect_reply(alice, alice.locator(".own", has_text="an answer"))
    await say(alice, "by the way")
    after = alice.locator(".own", has_text="by the way")
    await expect(after).to_be_visible()
    await expect(after.locator(".quote")).to_have_count(0)

    await begin_reply(alice)
    await text.press_sequentially("/sta")
    await text.press("Enter")
    await expect_reply(alice, alice.locator(".own", has_text="/start").last)

    await begin_reply(alice)
    files = [FilePayload(name=name, mimeType="text/plain", buffer=b"x") for name in ("a.py", "b.py")]
    await alice.locator("#file-input").set_input_files(files)
    await alice.get_by_role("dialog").get_by_role("button", name="Send").click()
    for name in ("a.py", "b.py"):
        await expect_reply(alice, alice.locator(".own", has_text=name))

    await begin_reply(alice)
    await text.fill("@postebin_bot notes")
    await alice.get_by_role("option", name="About notes").click()
    await expect_reply(alice, bubble(alice, "via @postebin_bot"))
