"""The chat page in a browser, over the local Telegram, with a small bot."""

import re
from pathlib import Path

from aiogram import Bot
from playwright.async_api import Page, expect

from local.telegram.text.formatted import Formatted
from tests.browser import browser as browser
from tests.chat_page import account, bubble, say
from tests.chat_page import alice as alice
from tests.chat_page import bot as bot
from tests.chat_page import page as page
from tests.chat_page import telegram as telegram
from tests.conversation import Telegram
from tests.librarian import ADDRESS

LONG_LINE = "let_" + "very_" * 80 + "long = 1"
HOSTILE = '<img src=x onerror="x"><script>x</script><a href="javascript:x">a</a><b onclick="x">b</b>'


async def test_the_first_visit_offers_the_name_of_the_address(page: Page, telegram: Telegram) -> None:
    await page.goto(f"{telegram.url}/#carol")
    await page.get_by_role("button", name="Carol").click()
    await page.get_by_role("button", name="START").click()
    await expect(bubble(page, "/start")).to_have_class(re.compile("own"))
    await expect(bubble(page, "Hello!")).to_have_class(re.compile("theirs"))
    await expect(page.get_by_role("button", name="START", exact=True)).to_be_hidden()


async def test_start_sends_the_payload_of_a_deep_link_once(page: Page, telegram: Telegram) -> None:
    await page.goto(f"{telegram.url}?start=follow_bob")
    await page.get_by_role("button", name="Alice").click()
    await expect(bubble(page, "/start")).to_have_count(0)
    await page.get_by_role("button", name="START").click()
    await expect(bubble(page, "/start follow_bob")).to_have_class(re.compile("own"))
    await expect(page.get_by_role("button", name="START", exact=True)).to_be_hidden()
    assert page.url == f"{telegram.url}/#alice"


async def test_a_deep_link_shows_start_also_in_an_existing_chat(alice: Page, telegram: Telegram) -> None:
    await alice.goto(f"{telegram.url}/?start=follow_bob")
    await alice.get_by_role("button", name="START", exact=True).click()
    await expect(bubble(alice, "/start follow_bob")).to_have_class(re.compile("own"))
    await alice.goto(f"{telegram.url}/?start=no payload")
    await expect(bubble(alice, "/start follow_bob")).to_be_visible()
    await expect(alice.get_by_role("button", name="START", exact=True)).to_be_hidden()


async def test_a_pressed_button_changes_its_message_and_says_so(alice: Page) -> None:
    await say(alice, "print('hi')")
    await alice.get_by_role("button", name="Delete").click()
    await expect(alice.locator("#toasts")).to_have_text("Deleted")
    await expect(bubble(alice, "It is gone.")).to_contain_text("edited")
    await expect(alice.locator(".key")).to_have_count(0)


async def test_an_alert_waits_for_an_answer(alice: Page) -> None:
    await say(alice, "print('hi')")
    await alice.get_by_role("button", name="Refuse").click()
    await expect(alice.get_by_role("alertdialog")).to_contain_text("Only its author may do that.")
    await alice.get_by_role("button", name="OK").click()
    await expect(alice.get_by_role("alertdialog")).to_be_hidden()
    await expect(alice.locator(".key.waiting")).to_have_count(0)


async def test_local_addresses_are_copied_and_can_be_opened(alice: Page) -> None:
    await say(alice, "some notes")
    await alice.get_by_role("button", name=ADDRESS).click()
    await expect(alice.locator("#toasts")).to_have_text("Copied")
    assert await alice.evaluate("navigator.clipboard.readText()") == ADDRESS
    link = alice.get_by_role("link", name="open")
    await expect(link).to_have_attribute("href", ADDRESS)
    await expect(link).to_have_attribute("target", "_blank")
    await expect(alice.get_by_role("link", name="Docs")).to_have_attribute("target", "_blank")


async def test_a_chosen_file_is_sent_with_its_caption(alice: Page, tmp_path: Path) -> None:
    notes = tmp_path / "заметки.md"
    notes.write_text("# notes\n", "utf-8")
    await alice.locator("#file-input").set_input_files(notes)
    await alice.get_by_label("Caption").fill("my notes")
    await alice.get_by_role("dialog").get_by_role("button", name="Send").click()
    await expect(bubble(alice, "заметки.md: my notes")).to_be_visible()
    async with alice.expect_download() as download:
        await alice.get_by_role("link", name="Download").click()
    saved = await (await download.value).path()
    assert saved.read_text("utf-8") == "# notes\n"


async def test_a_dropped_file_is_sent(alice: Page) -> None:
    dragged = await alice.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File(['x = 1'], 'x.py')); return data; }"
    )
    await alice.dispatch_event("#chat", "dragover", {"dataTransfer": dragged})
    await expect(alice.get_by_text("Drop files here")).to_be_visible()
    await alice.dispatch_event("#chat", "drop", {"dataTransfer": dragged})
    await alice.get_by_role("dialog").get_by_role("button", name="Send").click()
    await expect(bubble(alice, "x.py: None")).to_be_visible()


async def test_several_people_take_turns(alice: Page, telegram: Telegram, bot: Bot) -> None:
    await alice.get_by_role("button", name="Add a person").click()
    await alice.get_by_label("Name", exact=True).fill("Боб")
    await alice.get_by_text("Русский").click()
    await alice.get_by_role("button", name="Add", exact=True).click()
    await expect(alice.get_by_role("button", name="START")).to_be_visible()
    await expect(alice.locator(".message")).to_have_count(0)
    assert account(telegram, "Боб").language_code == "ru"
    await bot.send_message(account(telegram, "Alice").id, "Bob published")
    await expect(alice.get_by_role("link", name="Alice").get_by_label("1 unread")).to_be_visible()
    await alice.get_by_role("link", name="Alice").click()
    await expect(bubble(alice, "Bob published")).to_be_visible()


async def test_commands_are_listed_while_typing_and_a_deleted_message_leaves_a_line(alice: Page) -> None:
    text = alice.get_by_role("combobox")
    await text.press_sequentially("/")
    await expect(alice.get_by_role("option")).to_have_count(2)
    await text.press_sequentially("se")
    await expect(alice.get_by_role("option")).to_have_text(["/secretHide what is said"])
    await text.press("Enter")
    await expect(bubble(alice, "Hidden.")).to_be_visible()
    await expect(alice.get_by_text("message deleted")).to_be_visible()
    await expect(alice.locator(".message.own", has_text="/secret")).to_have_count(0)


async def test_one_edits_the_last_text_and_replies(alice: Page) -> None:
    await say(alice, "teh notes")
    await expect(bubble(alice, "Kept").locator(".quote")).to_contain_text("teh notes")
    await alice.get_by_role("combobox").press("ArrowUp")
    await expect(alice.get_by_text("Edit message")).to_be_visible()
    await say(alice, "the notes")
    await expect(alice.locator(".own", has_text="the notes")).to_contain_text("edited")
    await bubble(alice, "Hello!").locator(".bubble").click(button="right")
    await alice.get_by_role("menuitem", name="Reply").click()
    await say(alice, "thanks")
    await expect(alice.locator(".own", has_text="thanks").locator(".quote")).to_contain_text("Hello!")


async def test_a_blocked_bot_can_be_unblocked(alice: Page, telegram: Telegram) -> None:
    await alice.get_by_role("button", name="Chat menu").click()
    await alice.get_by_role("menuitem", name="Block Postebin").click()
    await expect(alice.get_by_role("combobox")).to_be_hidden()
    assert account(telegram, "Alice").blocked
    await alice.get_by_role("button", name="UNBLOCK").click()
    await expect(alice.get_by_role("combobox")).to_be_visible()
    assert not account(telegram, "Alice").blocked


async def test_a_lost_connection_comes_back_with_the_missed_messages(alice: Page, telegram: Telegram) -> None:
    telegram.world.events.close()
    await expect(alice.locator("#notice")).to_contain_text("Reconnecting")
    telegram.server.people.participant(account(telegram, "Alice")).say(Formatted("sent from elsewhere"))
    await expect(bubble(alice, "sent from elsewhere")).to_be_visible()
    await expect(alice.locator("#notice")).to_be_hidden()


async def test_markup_that_is_typed_appears_as_typed(alice: Page) -> None:
    await say(alice, HOSTILE)
    await expect(alice.locator(".own .text").last).to_contain_text(HOSTILE)


async def test_everything_fits_on_a_phone(alice: Page) -> None:
    await alice.set_viewport_size({"width": 390, "height": 844})
    await say(alice, f"{LONG_LINE}\n{LONG_LINE}")
    await expect(bubble(alice, "Kept")).to_be_in_viewport()
    widest = "Math.max(document.documentElement.scrollWidth, document.getElementById('scroller').scrollWidth)"
    assert await alice.evaluate(widest) <= 390
    await expect(alice.locator(".person", has_text="Alice")).to_be_hidden()
    await alice.get_by_role("button", name="People and chats").click()
    await expect(alice.locator(".person", has_text="Alice")).to_be_in_viewport()
    await expect(alice.get_by_role("button", name="Add a person")).to_be_in_viewport()
