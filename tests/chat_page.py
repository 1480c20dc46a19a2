"""Fixtures of the chat page in a browser."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from playwright.async_api import Browser, Locator, Page, expect

from local.telegram.state import Person
from tests.browser import complaints_of
from tests.conversation import Telegram
from tests.librarian import librarian_at_work


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with librarian_at_work(telegram) as bot:
        yield bot


@pytest.fixture
async def page(browser: Browser, bot: Bot) -> AsyncIterator[Page]:
    """A page that is not open yet; at the end it must have reported no error."""
    context = await browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = await context.new_page()
    complaints = complaints_of(page)
    yield page
    await context.close()
    assert complaints == []


@pytest.fixture
async def alice(page: Page, telegram: Telegram) -> Page:
    """The page of Alice, who has started the bot."""
    await telegram.person("Alice").says("/start")
    await page.goto(f"{telegram.url}/#alice")
    await expect(bubble(page, "Hello!")).to_be_visible()
    return page


def bubble(page: Page, words: str) -> Locator:
    return page.locator(".message", has_text=words).last


def account(telegram: Telegram, name: str) -> Person:
    return next(person for person in telegram.world.state.people.values() if person.first_name == name)


async def say(page: Page, text: str) -> None:
    await page.get_by_label("Message", exact=True).fill(text)
    await page.keyboard.press("Enter")


async def fits_on_a_phone(page: Page) -> bool:
    """Return whether the page can be no wider than 390 pixels."""
    widest = "Math.max(document.documentElement.scrollWidth, document.getElementById('scroller').scrollWidth)"
    return int(await page.evaluate(widest)) <= 390
