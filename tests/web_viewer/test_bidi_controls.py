"""Bidi controls in code are visible and change no order."""

from playwright.async_api import expect

from web_viewer.listing.lines import mark_bidi_controls

MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TROJAN = "if level != '\u202e\u2066// admins only\u2069\u2066':\n    pass\n"


def test_bidi_controls_are_marked_and_stay_and_other_characters_are_not_marked():
    for mark in MARKS:
        marked = f'a<span class="steer" title="U+{ord(mark):04X}">{mark}</span>b'
        assert mark_bidi_controls(f"a{mark}b") == marked
    for text in ("plain", "שלום", "\u200dé", "\u200e\u200f"):
        assert mark_bidi_controls(text) == text


async def test_only_code_shows_them(alice, reader):
    code = await alice.publishes(TROJAN, "level.py")
    letter = await alice.publishes("\u2068Анна\u2069 пишет", "letter.txt")
    page = await reader.get(f"/{code.url}")
    assert page.text.count('class="steer"') == 4
    assert page.listing == TROJAN
    assert 'class="steer"' not in (await reader.get(f"/{letter.url}")).text


async def test_text_behind_a_bidi_control_keeps_its_order(alice, desk):
    post = await alice.publishes("x = '\u202eevil'  # end\n", "level.py")
    await desk.goto(f"/{post.url}")
    await expect(desk.locator(".steer")).to_be_visible()
    places = await desk.evaluate(
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
