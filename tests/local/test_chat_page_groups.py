"""Groups on the chat page."""

import pytest
from aiogram import Bot
from playwright.async_api import Locator, Page, expect

from tests.browser import browser as browser
from tests.chat_page import alice as alice
from tests.chat_page import bot as bot
from tests.chat_page import bubble, say
from tests.chat_page import page as page
from tests.chat_page import telegram as telegram
from tests.conversation import Person, Telegram
from tests.group import Group


@pytest.fixture
def bob(telegram: Telegram) -> Person:
    return telegram.person("Bob")


@pytest.fixture
async def developers(alice: Page, telegram: Telegram, bob: Person) -> Group:
    """A group that Alice has open."""
    group = telegram.group("Developers", [telegram.person("Alice"), bob])
    await row(alice, "Developers").click()
    await expect(alice.locator("#status")).to_have_text("3 members · you are Alice")
    return group


def row(page: Page, title: str) -> Locator:
    """Return the chat's row in the list of chats."""
    return page.locator(".chat-row", has=page.locator(".chat-name", has_text=title))


async def test_a_group_is_made_with_people_and_the_bot(alice: Page, bob: Person) -> None:
    await expect(alice.locator(".person", has_text="Bob")).to_be_visible()
    await alice.get_by_role("button", name="New group").click()
    await alice.get_by_label("Title").fill("Friends")
    await alice.get_by_label("Bob").check()
    await alice.get_by_role("button", name="Create").click()
    await expect(alice.locator("#chat-name")).to_have_text("Friends")
    await expect(alice.locator(".service")).to_have_text(["Alice created the group", "Alice added Postebin"])
    await say(alice, "/start@postebin_bot")
    await expect(bubble(alice, "Hello!").locator(".author")).to_have_text("Postebin")


async def test_authors_are_shown_and_can_be_replied_to(
    alice: Page, bob: Person, developers: Group, telegram: Telegram
) -> None:
    await developers.says(bob, "print('hi')")
    theirs = bubble(alice, "print('hi')")
    await expect(theirs.locator(".author")).to_have_text("Bob")
    await theirs.locator(".bubble").click(button="right")
    await alice.get_by_role("menuitem", name="Reply").click()
    await expect(alice.locator("#strip-title")).to_have_text("Bob")
    await say(alice, "/start@postebin_bot")
    await expect(bubble(alice, "Hello!")).to_be_visible()
    await expect(bubble(alice, "/start").locator(".quote")).to_contain_text("Bob")
    assert telegram.person("Alice").messages[-1].text == "Hello! Send me a text."


async def test_commands_name_the_bot(alice: Page, developers: Group) -> None:
    await alice.get_by_role("combobox").press_sequentially("/st")
    await alice.get_by_role("combobox").press("Enter")
    await expect(alice.locator(".own", has_text="/start@postebin_bot")).to_be_visible()


async def test_a_pressed_command_names_the_bot_and_a_deep_link_opens_its_chat(
    alice: Page, bot: Bot, developers: Group
) -> None:
    link = '<a href="https://t.me/postebin_bot?start=here">Begin</a>'
    await bot.send_message(developers.id, f"Try /start or {link}")
    await alice.get_by_role("button", name="/start", exact=True).click()
    await expect(alice.locator(".own", has_text="/start@postebin_bot")).to_be_visible()
    await alice.get_by_role("link", name="Begin").click()
    await expect(alice.locator("#chat-name")).to_have_text("Postebin")
    await expect(alice.locator(".own", has_text="/start here")).to_be_visible()


async def test_messages_of_other_chats_are_counted(alice: Page, bob: Person, developers: Group) -> None:
    await row(alice, "Postebin").click()
    await expect(alice.locator("#chat-name")).to_have_text("Postebin")
    await developers.says(bob, "one")
    await developers.says(bob, "two")
    place = row(alice, "Developers")
    await expect(place.get_by_label("2 unread")).to_be_visible()
    await expect(place).to_contain_text("Bob: two")
    await place.click()
    await expect(bubble(alice, "two")).to_be_visible()
    await expect(place.locator(".badge")).to_have_count(0)


async def test_what_is_half_written_stays_in_its_chat(alice: Page, developers: Group) -> None:
    text = alice.get_by_role("combobox")
    await text.fill("for the developers")
    await row(alice, "Postebin").click()
    await expect(text).to_have_value("")
    await alice.go_back()
    await expect(text).to_have_value("for the developers")


async def test_members_are_added_promoted_and_removed(
    alice: Page, bot: Bot, bob: Person, developers: Group, telegram: Telegram
) -> None:
    carol = telegram.person("Carol")
    await expect(alice.locator(".person", has_text="Carol")).to_be_visible()
    await alice.locator("#title-button").click()
    members = alice.get_by_role("dialog", name="Developers")
    await members.get_by_role("button", name="+ Carol").click()
    await expect(members.locator("li", has_text="Carol")).to_be_visible()
    await members.get_by_role("button", name="Make admin: Postebin").click()
    await expect(members.locator("li", has_text="Postebin")).to_contain_text("bot, admin")
    await members.get_by_role("button", name="Remove from group: Bob").click()
    await expect(members.get_by_role("button", name="+ Bob")).to_be_visible()
    statuses = [(await bot.get_chat_member(developers.id, who)).status for who in (carol.id, bot.id, bob.id)]
    assert statuses == ["member", "administrator", "kicked"]


async def test_privacy_mode_is_turned_off(alice: Page, developers: Group, telegram: Telegram) -> None:
    await say(alice, "not for the bot")
    await alice.locator("#title-button").click()
    await alice.get_by_label("The bot sees all messages").check()
    await alice.get_by_role("button", name="Done").click()
    await say(alice, "for everybody")
    await expect(bubble(alice, "Kept").locator(".quote")).to_contain_text("for everybody")
    assert not telegram.world.state.privacy_mode


async def test_who_leaves_sees_the_group_no_more(alice: Page, developers: Group) -> None:
    await alice.locator("#title-button").click()
    await alice.get_by_role("button", name="Leave group: Alice").click()
    await expect(row(alice, "Developers")).to_have_count(0)
    await expect(alice.locator("#chat-name")).to_have_text("Postebin")
    await expect(alice.get_by_role("dialog")).to_be_hidden()


async def test_a_message_is_forwarded_from_the_bot_to_a_group(alice: Page, developers: Group) -> None:
    await row(alice, "Postebin").click()
    await bubble(alice, "Hello!").locator(".bubble").click(button="right")
    await alice.get_by_role("menuitem", name="Forward…").click()
    await alice.get_by_role("dialog").get_by_role("button", name="Developers").click()
    await expect(alice.locator("#toasts")).to_have_text("Forwarded to Developers")
    assert developers.messages[-1].forwarded_from == "Postebin"


async def test_each_tab_may_show_another_chat(alice: Page, developers: Group, bob: Person) -> None:
    async with alice.context.expect_page() as opened:
        await alice.get_by_role("button", name="Chat menu").click()
        await alice.get_by_role("menuitem", name="Alice in a new tab").click()
    tab = await opened.value
    await expect(tab.locator("#chat-name")).to_have_text("Developers")
    await row(alice, "Postebin").click()
    await developers.says(bob, "in the group")
    await expect(bubble(tab, "in the group")).to_be_visible()
    await expect(bubble(alice, "in the group")).to_have_count(0)


async def test_a_group_fits_on_a_phone(alice: Page, developers: Group, bob: Person) -> None:
    await alice.set_viewport_size({"width": 390, "height": 844})
    await developers.says(bob, "let_" + "very_" * 80 + "long = 1")
    await alice.get_by_role("button", name="Formatting").click()
    widest = "Math.max(document.documentElement.scrollWidth, document.getElementById('scroller').scrollWidth)"
    assert await alice.evaluate(widest) <= 390
    tools = alice.get_by_role("toolbar", name="Formatting")
    assert await tools.evaluate("bar => bar.scrollWidth <= bar.clientWidth")
    await alice.get_by_role("button", name="People and chats").click()
    await expect(alice.get_by_role("button", name="New group")).to_be_in_viewport()
    await expect(row(alice, "Developers")).to_be_in_viewport()
