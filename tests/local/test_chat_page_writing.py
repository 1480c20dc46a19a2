"""Sending from the chat page: formatting, albums, forwards, inline results."""

from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from playwright.async_api import FilePayload, Page, expect

from tests.browser import browser as browser
from tests.chat_page import account, bubble, say
from tests.chat_page import alice as alice
from tests.chat_page import bot as bot
from tests.chat_page import page as page
from tests.chat_page import telegram as telegram
from tests.conversation import Telegram

PYTHON = "```python\nx = [1]\n```"


async def test_marks_count_only_while_formatting_is_on(alice: Page, telegram: Telegram) -> None:
    await say(alice, "x **= 2; `y`")
    await expect(bubble(alice, "x **= 2; `y`")).to_be_visible()
    await alice.get_by_role("button", name="Formatting").click()
    await say(alice, f"**bold** and `code` {PYTHON}")
    own = alice.locator(".own", has_text="bold and code")
    await expect(own.locator("b").first).to_have_text("bold")
    await expect(own.locator("figcaption")).to_have_text("python")
    person = telegram.person("Alice")
    said = next(message for message in person.messages if message.text.startswith("bold"))
    assert said.html == '<b>bold</b> and <code>code</code> <pre data-language="python">x = [1]</pre>'


async def test_a_button_marks_what_is_selected(alice: Page) -> None:
    text = alice.get_by_role("combobox")
    await text.fill("see this")
    await text.evaluate("area => area.setSelectionRange(4, 8)")
    await text.press("Control+b")
    await expect(text).to_have_value("see **this**")
    await expect(alice.get_by_role("toolbar", name="Formatting")).to_be_visible()
    await alice.get_by_role("button", name="Italic").click()
    await expect(text).to_have_value("see **__this__**")
    await text.press("Enter")
    await expect(alice.locator(".own", has_text="see this").locator("i b")).to_have_text("this")


async def test_a_formatted_message_is_edited_as_it_was_typed(alice: Page) -> None:
    await alice.get_by_role("button", name="Formatting").click()
    await say(alice, "**teh** notes")
    await expect(bubble(alice, "Kept")).to_be_visible()
    await alice.get_by_role("button", name="Formatting").click()
    await alice.get_by_role("combobox").press("ArrowUp")
    await expect(alice.get_by_role("combobox")).to_have_value("**teh** notes")
    await say(alice, "**the** notes")
    await expect(alice.locator(".own b", has_text="the")).to_be_visible()


async def test_several_files_are_sent_as_an_album(alice: Page, telegram: Telegram) -> None:
    files = [FilePayload(name=name, mimeType="text/plain", buffer=b"x") for name in ("a.py", "b.py")]
    await alice.locator("#file-input").set_input_files(files)
    await expect(alice.get_by_role("heading", name="Send 2 files as an album")).to_be_visible()
    await alice.get_by_label("Caption").fill("both")
    await alice.get_by_role("dialog").get_by_role("button", name="Send").click()
    await expect(alice.locator(".message.joined")).to_have_count(1)
    first, second = (message for message in telegram.person("Alice").messages if message.document)
    assert first.view["album"] == second.view["album"] is not None
    assert (first.text, second.text) == ("both", "")


async def test_chosen_messages_are_forwarded_in_order(alice: Page, telegram: Telegram) -> None:
    for text in ("first", "second"):
        await say(alice, text)
        await expect(bubble(alice, "Kept").locator(".quote")).to_contain_text(text)
    await alice.locator(".own", has_text="second").locator(".bubble").click(button="right")
    await alice.get_by_role("menuitem", name="Select").click()
    await alice.locator(".own", has_text="first").click()
    await expect(alice.get_by_role("toolbar", name="Selected messages")).to_contain_text("2 messages")
    await alice.get_by_role("button", name="Forward").click()
    await alice.get_by_role("dialog").get_by_role("button", name="Postebin").click()
    await expect(alice.locator(".source")).to_have_text(["Forwarded from Alice "] * 2)
    await expect(alice.get_by_role("toolbar", name="Selected messages")).to_be_hidden()
    forwarded = [message.text for message in telegram.person("Alice").messages if message.forwarded_from]
    assert forwarded == ["first", "second"]


async def test_inline_results_are_found_and_picked(alice: Page, telegram: Telegram) -> None:
    text = alice.get_by_role("combobox")
    await text.press_sequentially("@pos")
    await text.press("Enter")
    await expect(text).to_have_value("@postebin_bot ")
    await text.press_sequentially("notes tests")
    results = alice.get_by_role("listbox", name="Inline results").get_by_role("option")
    await expect(results).to_contain_text(["Get a library card", "About notes", "About tests"])
    await text.press("ArrowDown")
    await text.press("ArrowDown")
    await text.press("Enter")
    await expect(bubble(alice, "via @postebin_bot")).to_contain_text("All about tests")
    await expect(text).to_have_value("")
    picked = next(message for message in telegram.person("Alice").messages if message.via_bot)
    assert (picked.author, picked.html) == ("Alice", "All about <b>tests</b>")


async def test_more_inline_results_come_as_one_scrolls(alice: Page) -> None:
    await alice.get_by_role("combobox").fill("@postebin_bot " + " ".join(f"w{n}" for n in range(12)))
    results = alice.get_by_role("listbox", name="Inline results").get_by_role("option")
    await expect(results).to_have_count(11)
    await results.last.scroll_into_view_if_needed()
    await expect(results).to_have_count(13)


async def test_the_button_above_the_results_starts_the_bot(alice: Page) -> None:
    await alice.get_by_role("combobox").fill("@postebin_bot ")
    await alice.get_by_role("option", name="Get a library card").click()
    await expect(bubble(alice, "/start card")).to_be_visible()


async def test_a_button_may_write_an_inline_query(alice: Page, bot: Bot, telegram: Telegram) -> None:
    search = InlineKeyboardButton(text="Search", switch_inline_query_current_chat="notes")
    markup = InlineKeyboardMarkup(inline_keyboard=[[search]])
    await bot.send_message(account(telegram, "Alice").id, "Search here", reply_markup=markup)
    await alice.get_by_role("button", name="Search").click()
    await expect(alice.get_by_role("option", name="About notes")).to_be_visible()


async def test_what_the_bot_is_at_is_shown(alice: Page, bot: Bot, telegram: Telegram) -> None:
    await bot.send_chat_action(account(telegram, "Alice").id, "upload_document")
    await expect(alice.locator("#status")).to_have_text("sending a file…")
    await bot.send_message(account(telegram, "Alice").id, "here it is")
    await expect(alice.locator("#status")).to_have_text("bot · you are Alice")
