"""Bidi controls in code are visible and change no order."""

import pytest
from playwright.async_api import expect

from tests.browser import browser as browser
from tests.web_viewer.tabs import tab
from web_viewer.listing.lines import mark_bidi_controls

MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TROJAN = "if level != '\u202e\u2066// admins only\u2069\u2066':\n    pass\n"


@pytest.mark.parametrize("mark", MARKS)
def test_each_mark_is_shown_and_stays(mark):
    assert mark_bidi_controls(f"a{mark}b") == f'a<span class="steer" title="U+{ord(mark):04X}">{mark}</span>b'


@pytest.mark.parametrize("text", ["plain", "שלום", "\u200dé", "\u200e\u200f"])
def test_other_characters_are_not_marked(text):
    assert mark_bidi_controls(text) == text


async def test_only_code_shows_them(alice, reader):
    code = await alice.publishes(TROJAN, "level.py")
    letter = await alice.publishes("\u2068Анна\u2069 пишет", "letter.txt")
    page = await reader.get(f"/{code.url}")
    assert page.text.count('class="steer"') == 4
    assert page.listing == TROJAN
    assert 'class="steer"' not in (await reader.get(f"/{letter.url}")).text


async def test_text_behind_a_bidi_control_keeps_its_order(browser, port, alice):
    post = await alice.publishes("x = '\u202eevil'  # end\n", "level.py")
    async with tab(browser) as page:
        await page.goto(f"http://127.0.0.1:{port}/{post.url}")
        await expect(page.locator(".steer")).to_be_visible()
        places = await page.evaluate(
            """() => ["evil", "end"].map(word => {
                const code = document.querySelector("code"), range = document.createRange();
                const texts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
                while (!texts.nextNode().data.includes(word));
                const begin = texts.currentNode.data.indexOf(word);
                return [begin, begin + word.length - 1].map(place => {
                    range.setStart(texts.currentNode, place);
                    range.setEnd(texts.currentNode, place + 1);
                    return range.getBoundingClientRect().x;
                });
            })"""
        )
        assert places[0][0] < places[0][1] < places[1][0] < places[1][1]
