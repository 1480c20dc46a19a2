"""Blocks of code, and formatted texts."""

import pytest

from bot.house import House
from posts.models import Format
from tests.bot.published import pastes, text_behind
from tests.conversation import Person


async def test_a_message_that_is_a_block_of_code_is_published_in_its_language(
    alice: Person, house: House
) -> None:
    await alice.says_html('<pre><code class="language-ruby">puts 1 &lt; 2\n\n  # end</code></pre>')
    card = await alice.hears("/alice/puts-1-2")
    assert "Ruby" in card.text
    assert await text_behind(card, house) == "puts 1 < 2\n\n  # end"
    assert (await pastes(house))[0].format is Format.PLAIN


@pytest.mark.parametrize(
    ("block", "language"),
    [
        ('<pre><code class="language-klingon">SELECT name FROM crew</code></pre>', "SQL"),
        ("<pre>import os\nprint(os)</pre>", "Python"),
        ('<pre><code class="language-py">x</code></pre>', "Python"),
    ],
    ids=["unknown", "none", "short"],
)
async def test_a_language_that_is_not_told_is_found(alice: Person, block: str, language: str) -> None:
    await alice.says_html(block)
    card = await alice.hears("/alice/")
    assert language in card.text


async def test_a_formatted_message_is_markdown_with_a_title_without_marks(
    alice: Person, house: House
) -> None:
    await alice.says_html(
        "<b>Plan</b> for *today*\n\n<i>one</i> <a href='https://example.com/a'>link</a>\n"
        "<blockquote>quoted</blockquote>\n<pre><code class='language-python'>x = 1</code></pre>"
    )
    card = await alice.hears("/alice/plan-for-today")
    assert card.text.startswith("Plan for *today*\n")
    assert "Markdown" in card.text
    raw = await text_behind(card, house)
    for piece in (
        r"**Plan** for \*today\*",
        "[link](https://example.com/a)",
        "> quoted",
        "```python\nx = 1\n```",
    ):
        assert piece in raw
    assert (await pastes(house))[0].format is Format.MARKDOWN


async def test_lines_that_are_a_list_are_one(alice: Person, house: House) -> None:
    await alice.says_html("- milk\n- eggs\nTotal <b>bold</b>")
    card = await alice.hears("/alice/milk")
    assert card.text.startswith("- milk\n")
    assert await text_behind(card, house) == "- milk\n- eggs\n\nTotal **bold**"


async def test_what_telegram_alone_marks_up_stays_plain(alice: Person, house: House) -> None:
    await alice.says("see https://example.com and #news *here*")
    card = await alice.hears("/alice/see-https")
    assert "Text" in card.text
    assert await text_behind(card, house) == "see https://example.com and #news *here*"


async def test_a_formatted_text_below_new_has_its_formatting_in_place(alice: Person, house: House) -> None:
    await alice.says_html("/new My 😀 <b>plan</b>\nfirst <b>bold</b> word")
    card = await alice.hears("/alice/my-plan")
    assert card.text.startswith("My 😀 plan\n")
    assert await text_behind(card, house) == "first **bold** word"


async def test_a_formatted_caption_does_not_format_the_file(alice: Person, house: House) -> None:
    file = await alice.sends_file("a.txt", b"*text*", caption="words")
    await alice.hears("/alice/a.txt")
    await alice.edits_html(file, "<b>words</b>")
    await alice.says("next")
    await alice.hears_nothing_of("a.txt", until=alice.hears("/alice/next"))
