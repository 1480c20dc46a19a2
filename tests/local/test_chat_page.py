"""The chat page in a browser, over the local Telegram, with a small bot."""

import re

from playwright.async_api import FilePayload, expect

from local.telegram.text.formatted import Formatted
from tests.browser import browser as browser
from tests.chat_page import account, bubble, fits_on_a_phone, say
from tests.chat_page import alice as alice
from tests.chat_page import bot as bot
from tests.chat_page import page as page
from tests.chat_page import telegram as telegram
from tests.librarian import ADDRESS

LONG_LINE = "let_" + "very_" * 80 + "long = 1"
HOSTILE = '<img src=x onerror="x"><script>x</script><a href="javascript:x">a</a><b onclick="x">b</b>'


async def test_the_first_visit_offers_the_name_of_the_address_and_start_sends_a_deep_links_payload_once(
    page, telegram
):
    start = page.get_by_role("button", name="START", exact=True)
    await page.goto(f"{telegram.url}/#carol")
    await page.get_by_role("button", name="Carol").click()
    await start.click()
    await expect(bubble(page, "/start")).to_have_class(re.compile("own"))
    await expect(bubble(page, "Hello!")).to_have_class(re.compile("theirs"))
    await expect(start).to_be_hidden()

    await page.goto(f"{telegram.url}/?start=follow_bob")
    await expect(bubble(page, "/start follow_bob")).to_have_count(0)
    await start.click()
    await expect(bubble(page, "/start follow_bob")).to_have_class(re.compile("own"))
    await expect(start).to_be_hidden()
    assert page.url == f"{telegram.url}/#carol"
    await page.goto(f"{telegram.url}/?start=no payload")
    await expect(bubble(page, "/start follow_bob")).to_be_visible()
    await expect(start).to_be_hidden()


async def test_buttons_are_pressed_and_local_addresses_copied_and_opened(alice):
    await say(alice, "some notes")
    await alice.get_by_role("button", name=ADDRESS).click()
    await expect(alice.locator("#toasts")).to_have_text("Copied")
    assert await alice.evaluate("navigator.clipboard.readText()") == ADDRESS
    link = alice.get_by_role("link", name="open")
    await expect(link).to_have_attribute("href", ADDRESS)
    await expect(link).to_have_attribute("target", "_blank")
    await expect(alice.get_by_role("link", name="Docs")).to_have_attribute("target", "_blank")

    await alice.get_by_role("button", name="Refuse").click()
    await expect(alice.get_by_role("alertdialog")).to_contain_text("Only its author may do that.")
    await alice.get_by_role("button", name="OK").click()
    await expect(alice.get_by_role("alertdialog")).to_be_hidden()
    await expect(alice.locator(".key.waiting")).to_have_count(0)

    await alice.get_by_role("button", name="Delete").click()
    await expect(alice.locator("#toasts")).to_contain_text("Deleted")
    await expect(bubble(alice, "It is gone.")).to_contain_text("edited")
    await expect(alice.locator(".key")).to_have_count(0)


async def test_files_are_chosen_dropped_and_sent_as_an_album(alice, telegram):
    send = alice.get_by_role("dialog").get_by_role("button", name="Send")
    notes = FilePayload(name="заметки.md", mimeType="text/plain", buffer=b"# notes\n")
    await alice.locator("#file-input").set_input_files(notes)
    await alice.get_by_label("Caption").fill("my notes")
    await send.click()
    await expect(bubble(alice, "заметки.md: my notes")).to_be_visible()
    async with alice.expect_download() as download:
        await alice.get_by_role("link", name="Download").click()
    assert (await (await download.value).path()).read_text("utf-8") == "# notes\n"

    dragged = await alice.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File(['x = 1'], 'x.py')); return data; }"
    )
    await alice.dispatch_event("#chat", "dragover", {"dataTransfer": dragged})
    await expect(alice.get_by_text("Drop files here")).to_be_visible()
    await alice.dispatch_event("#chat", "drop", {"dataTransfer": dragged})
    await send.click()
    await expect(bubble(alice, "x.py: None")).to_be_visible()

    files = [FilePayload(name=name, mimeType="text/plain", buffer=b"x") for name in ("a.py", "b.py")]
    await alice.locator("#file-input").set_input_files(files)
    await expect(alice.get_by_role("heading", name="Send 2 files as an album")).to_be_visible()
    await alice.get_by_label("Caption").fill("both")
    await send.click()
    await expect(alice.locator(".message.joined")).to_have_count(1)
    first, second = [message for message in telegram.person("Alice").messages if message.document][-2:]
    assert first.view["album"] == second.view["album"] is not None
    assert (first.text, second.text) == ("both", "")


async def test_several_people_take_turns(alice, telegram, bot):
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


async def test_a_blocked_bot_is_unblocked_and_a_lost_connection_comes_back(alice, telegram, bot):
    await alice.get_by_role("button", name="Chat menu").click()
    await alice.get_by_role("menuitem", name="Block Postebin").click()
    await expect(alice.get_by_role("combobox")).to_be_hidden()
    assert account(telegram, "Alice").blocked
    await alice.get_by_role("button", name="UNBLOCK").click()
    await expect(alice.get_by_role("combobox")).to_be_visible()
    assert not account(telegram, "Alice").blocked

    telegram.world.events.close()
    await expect(alice.locator("#notice")).to_contain_text("Reconnecting")
    telegram.server.people.participant(account(telegram, "Alice")).say(Formatted("sent from elsewhere"))
    await expect(bubble(alice, "sent from elsewhere")).to_be_visible()
    await expect(alice.locator("#notice")).to_be_hidden()

    status, alice_id = alice.locator("#status"), account(telegram, "Alice").id
    await bot.send_chat_action(alice_id, "upload_document")
    await expect(status).to_have_text("sending a file…")
    await bot.send_message(alice_id, "here it is")
    await expect(status).to_have_text("bot · you are Alice")


async def test_texts_and_commands_are_typed_edited_and_replied_to(alice):
    text = alice.get_by_role("combobox")
    await say(alice, HOSTILE)
    await expect(alice.locator(".own .text").last).to_contain_text(HOSTILE)

    await say(alice, "teh notes")
    await expect(bubble(alice, "Kept").locator(".quote")).to_contain_text("teh notes")
    await text.press("ArrowUp")
    await expect(alice.get_by_text("Edit message")).to_be_visible()
    await say(alice, "the notes")
    await expect(alice.locator(".own", has_text="the notes")).to_contain_text("edited")
    await bubble(alice, "Hello!").locator(".bubble").click(button="right")
    await alice.get_by_role("menuitem", name="Reply").click()
    await say(alice, "thanks")
    await expect(alice.locator(".own", has_text="thanks").locator(".quote")).to_contain_text("Hello!")

    await text.press_sequentially("/")
    await expect(alice.get_by_role("option")).to_have_count(2)
    await text.press_sequentially("se")
    await expect(alice.get_by_role("option")).to_have_text(["/secretHide what is said"])
    await text.press("Enter")
    await expect(bubble(alice, "Hidden.")).to_be_visible()
    await expect(alice.get_by_text("message deleted")).to_be_visible()
    await expect(alice.locator(".message.own", has_text="/secret")).to_have_count(0)


async def test_everything_fits_on_a_phone(alice):
    await alice.set_viewport_size({"width": 390, "height": 844})
    await say(alice, f"{LONG_LINE}\n{LONG_LINE}")
    await expect(bubble(alice, "Kept")).to_be_in_viewport()
    assert await fits_on_a_phone(alice)
    await expect(alice.locator(".person", has_text="Alice")).to_be_hidden()
    await alice.get_by_role("button", name="People and chats").click()
    await expect(alice.locator(".person", has_text="Alice")).to_be_in_viewport()
    await expect(alice.get_by_role("button", name="Add a person")).to_be_in_viewport()
