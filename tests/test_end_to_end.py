"""The whole product as a new user meets it: `make run`, a chat in a browser, and then the paste."""

import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser import browser as browser
from tests.browser import complaints_of
from tests.local.launching import Launch

CODE = "import sys\n\n\ndef shout(words: str) -> str:\n    return words.upper()\n"


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[str]:
    """The URL of the chat page, while everything runs."""
    launch = Launch(tmp_path, ALERT_DELAY="0")
    await launch.begin()
    await launch.ready()
    yield f"http://localhost:{launch.settings['CHAT_PORT']}"
    launch.send(signal.SIGINT)
    assert await launch.ends() == 0, launch.output


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context()
    yield context
    await context.close()


async def test_a_stranger_publishes_and_reads_and_a_follower_hears_of_it(
    chat: str, context: BrowserContext
) -> None:
    alice, bob = await person(context, chat, "Alice"), await person(context, chat, "Bob")
    complaints = [*complaints_of(alice), *complaints_of(bob)]
    await register(alice, "alice")
    await register(bob, "bob")
    await follows_author_of(await opened(await say(alice, "hello", "/alice/hello")), "Bob")

    card = await say(alice, CODE, "/alice/import-sys")
    paste = await opened(card)
    await expect(paste.get_by_role("heading", level=1)).to_have_text("import sys")
    await expect(paste.locator("code")).to_contain_text("return words.upper()")
    keyword = paste.locator("code span", has_text=re.compile("^def$")).first
    assert await keyword.evaluate("e => getComputedStyle(e).color !== getComputedStyle(document.body).color")

    await expect(bubble(bob, "alice published import sys")).to_be_visible()

    await card.get_by_role("button", name="Delete").click()
    await alice.get_by_role("button", name="Yes, delete").click()
    await expect(bubble(alice, "is deleted")).to_be_visible()
    gone = await paste.reload()
    assert gone is not None
    assert gone.status == 410
    assert complaints == []


async def person(context: BrowserContext, chat: str, name: str) -> Page:
    """Open the chat in a tab as a person of this name."""
    page = await context.new_page()
    await page.goto(f"{chat}/#{name.lower()}")
    await page.get_by_role("button", name=name, exact=False).first.click()
    return page


async def register(page: Page, username: str) -> None:
    await page.get_by_role("button", name="START").click()
    await expect(bubble(page, "choose your username")).to_be_visible()
    await say(page, username, f"Welcome, {username}")


async def say(page: Page, text: str, answer: str) -> Locator:
    """Send a text and return the bubble of the bot's reply."""
    composer = page.get_by_label("Message", exact=True)
    await composer.fill(text)
    await composer.press("Enter")
    heard = bubble(page, answer)
    await expect(heard).to_be_visible()
    return heard


async def follows_author_of(paste: Page, name: str) -> None:
    """Go from the paste to its author's page, and from there into the chat."""
    await paste.get_by_role("link", name="alice").first.click()
    await paste.get_by_role("link", name="Follow in Telegram").click()
    await paste.get_by_role("button", name=name, exact=False).first.click()
    await paste.get_by_role("button", name="START", exact=True).click()
    await expect(bubble(paste, "You're following alice")).to_be_visible()


async def opened(card: Locator) -> Page:
    async with card.page.expect_popup() as popup:
        await card.get_by_role("link", name="open").click()
    return await popup.value


def bubble(page: Page, words: str) -> Locator:
    return page.locator(".message", has_text=words).last
