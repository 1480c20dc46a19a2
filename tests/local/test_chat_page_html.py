"""Formatted text on the chat page, which trusts no server."""

from playwright.async_api import Browser

from tests.browser import browser as browser
from tests.conversation import Telegram

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


async def test_only_the_allowed_tags_and_attributes_survive(browser: Browser) -> None:
    page = await browser.new_page(bypass_csp=True)
    async with Telegram() as telegram:
        await page.goto(telegram.url)
        for sent, drawn in SENT_AND_DRAWN:
            assert await page.evaluate(DRAW, sent) == drawn
    await page.close()
