"""Sending from the chat page: formatting, replies, forwards, inline results."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from playwright.async_api import FilePayload, expect

from tests.browser import browser as browser
from tests.chat_page import account, bubble, say
from tests.chat_page import alice as alice
from tests.chat_page import bot as bot
from tests.chat_page import page as page
from tests.chat_page import telegram as telegram
from tests.conversation import Telegram

PYTHON = "```python\nx = [1]\n```"
DRAW = """async (html) => {
    const { richText } = await import("/static/rich_text.js");
    const box = document.createElement("div");
    box.append(richText(html));
    return box.innerHTML;
}"""
SENT_AND_DRAWN = [
    ('<img src=x onerror="x">a', "a"),
    ("<script>x</script><style>*{}</style>a", "a"),
    ('<b onclick="x" style="x" class="x">a</b>', "<b>a</b>"),
    ('<a href="javascript:x">a</a>', "<span>a</span>"),
    ("<form><i>a</i></form>", "<i>a</i>"),
    ("&lt;b&gt;", "&lt;b&gt;"),
    ("  a\n  b", "  a\n  b"),
    ("&lt;/b&gt; /a/b /a.py", "&lt;/b&gt; /a/b /a.py"),
    ("/my.", '<button type="button" class="command-link" data-command="/my">/my</button>.'),
]


async def test_only_the_allowed_tags_and_attributes_are_drawn(browser):
    page = await browser.new_page(bypass_csp=True)
    async with Telegram() as telegram:
        await page.goto(telegram.url)
        assert [await page.evaluate(DRAW, sent) for sent, _ in SENT_AND_DRAWN] == [
            drawn for _, drawn in SENT_AND_DRAWN
        ]
    await page.close()


async def test_marks_are_typed_by_hand_and_by_buttons_while_formatting_is_on(alice, telegram):
    text, formatting = alice.get_by_role("combobox"), alice.get_by_role("button", name="Formatting")
    await say(alice, "x **= 2; `y`")
    await expect(alice.locator(".own", has_text="x **= 2; `y`")).to_be_visible()
    await formatting.click()
    await say(alice, f"**bold** and `code` {PYTHON}")
    own = alice.locator(".own", has_text="bold and code")
    await expect(own.locator("b").first).to_have_text("bold")
    await expect(own.locator("figcaption")).to_have_text("python")
    said = next(one for one in telegram.person("Alice").messages if one.text.startswith("bold"))
    assert said.html == '<b>bold</b> and <code>code</code> <pre data-language="python">x = [1]</pre>'

    await formatting.click()
    await text.fill("see this")
    await text.evaluate("area => area.setSelectionRange(4, 8)")
    await text.press("Control+b")
    await expect(text).to_have_value("see **this**")
    await expect(alice.get_by_role("toolbar", name="Formatting")).to_be_visible()
    await alice.get_by_role("button", name="Italic").click()
    await expect(text).to_have_value("see **__this__**")
    await text.press("Enter")
    await expect(alice.locator(".own", has_text="see this").locator("i b")).to_have_text("this")

    await say(alice, "**teh** notes")
    await expect(bubble(alice, "Kept").locator(".quote")).to_contain_text("teh notes")
    await formatting.click()
    await text.press("ArrowUp")
    await expect(text).to_have_value("**teh** notes")
    await say(alice, "**the** notes")
    await expect(alice.locator(".own b", has_text="the")).to_be_visible()


async def test_the_next_message_of_any_kind_is_the_reply_and_the_one_after_it_is_not(alice):
    async def begin_reply():
        await alice.locator(".own", has_text="my notes").first.locator(".bubble").click(button="right")
        await alice.get_by_role("menuitem", name="Reply").click()
        await expect(alice.locator("#strip")).to_contain_text("my notes")

    async def expect_reply(sent):
        await expect(sent.locator(".quote")).to_contain_text("my notes")
        await expect(alice.locator("#strip")).to_be_hidden()

    text = alice.get_by_role("combobox")
    await say(alice, "my notes")
    await expect(bubble(alice, "Kept")).to_be_visible()
    await begin_reply()
    await say(alice, "an answer")
    await expect_reply(alice.locator(".own", has_text="an answer"))
    await say(alice, "by the way")
    after = alice.locator(".own", has_text="by the way")
    await expect(after).to_be_visible()
    await expect(after.locator(".quote")).to_have_count(0)

    await begin_reply()
    await text.press_sequentially("/sta")
    await text.press("Enter")
    await expect_reply(alice.locator(".own", has_text="/start").last)

    await begin_reply()
    files = [FilePayload(name=name, mimeType="text/plain", buffer=b"x") for name in ("a.py", "b.py")]
    await alice.locator("#file-input").set_input_files(files)
    await alice.get_by_role("dialog").get_by_role("button", name="Send").click()
    for name in ("a.py", "b.py"):
        await expect_reply(alice.locator(".own", has_text=name))

    await begin_reply()
    await text.fill("@postebin_bot notes")
    await alice.get_by_role("option", name="About notes").click()
    await expect_reply(bubble(alice, "via @postebin_bot"))


async def test_chosen_messages_are_forwarded_in_order(alice, telegram):
    for text in ("first", "second"):
        await say(alice, text)
        await expect(bubble(alice, "Kept").locator(".quote")).to_contain_text(text)
    await alice.locator(".own", has_text="second").locator(".bubble").click(button="right")
    await alice.get_by_role("menuitem", name="Select").click()
    await alice.locator(".own", has_text="first").click()
    chosen = alice.get_by_role("toolbar", name="Selected messages")
    await expect(chosen).to_contain_text("2 messages")
    await alice.get_by_role("button", name="Forward").click()
    await alice.get_by_role("dialog").get_by_role("button", name="Postebin").click()
    await expect(alice.locator(".source")).to_have_text(["Forwarded from Alice "] * 2)
    await expect(chosen).to_be_hidden()
    forwarded = [message.text for message in telegram.person("Alice").messages if message.forwarded_from]
    assert forwarded == ["first", "second"]


async def test_inline_results_are_found_scrolled_and_picked(alice, bot, telegram):
    text = alice.get_by_role("combobox")
    results = alice.get_by_role("listbox", name="Inline results").get_by_role("option")
    await text.press_sequentially("@pos")
    await text.press("Enter")
    await expect(text).to_have_value("@postebin_bot ")
    await text.press_sequentially("notes tests")
    await expect(results).to_contain_text(["Get a library card", "About notes", "About tests"])
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        await text.press(key)
    await expect(bubble(alice, "via @postebin_bot")).to_contain_text("All about tests")
    await expect(text).to_have_value("")
    picked = next(message for message in telegram.person("Alice").messages if message.via_bot)
    assert (picked.author, picked.html) == ("Alice", "All about <b>tests</b>")

    await text.fill("@postebin_bot " + " ".join(f"w{n}" for n in range(12)))
    await expect(results).to_have_count(11)
    await results.last.scroll_into_view_if_needed()
    await expect(results).to_have_count(13)
    await results.filter(has_text="Get a library card").click()
    await expect(bubble(alice, "/start card")).to_be_visible()

    search = InlineKeyboardButton(text="Search", switch_inline_query_current_chat="notes")
    markup = InlineKeyboardMarkup(inline_keyboard=[[search]])
    await bot.send_message(account(telegram, "Alice").id, "Search here", reply_markup=markup)
    await alice.get_by_role("button", name="Search").click()
    await expect(alice.get_by_role("option", name="About notes")).to_be_visible()
