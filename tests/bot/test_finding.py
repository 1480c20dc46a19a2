"""/my with words and filters, and the way back from a card."""

import pytest
from redis.asyncio import Redis

from tests.bot.conftest import pasted
from tests.conversation import Person


@pytest.fixture
async def author(alice: Person) -> Person:
    """Publish seven pastes on apples, one on pears, and a private one on plums."""
    for number in range(1, 8):
        await pasted(alice, f"thing {number}\napples are in it")
    await pasted(alice, "a pear tree")
    await pasted(alice, "plum cake")
    await alice.presses("Visibility")
    await alice.hears("Who can see")
    await alice.presses("Private")
    await alice.hears("(?s)^plum cake\n.*Private")
    return alice


async def test_words_behind_the_command_find_titles_and_texts(author: Person) -> None:
    await author.says("/my pear")
    found = await author.hears("Your pastes with “pear”")
    assert "/alice/a-pear-tree" in found.text
    assert "thing" not in found.text
    await author.says("/my apple <b>")
    await author.hears("No pastes match “apple <b>”")
    await author.presses("Clear search")
    await author.hears("Your pastes, newest first")


async def test_back_from_a_card_leads_to_the_same_page_filter_and_words(author: Person) -> None:
    await author.says("/my apples")
    await author.hears("(?s)with “apples”.*/alice/thing-7")
    await author.presses("^🌍$")
    assert "✓ 🌍" in (await author.hears("(?s)with “apples”.*/alice/thing-7")).buttons
    await author.presses("▶")
    second = await author.hears("(?s)with “apples”.*/alice/thing-2")
    await author.presses("^7$")
    await author.hears("^thing 1\n")
    await author.presses("Rename")
    await author.hears("new title for “thing 1”")
    await author.says("thing one")
    await author.hears("/alice/thing-one")
    await author.presses("My pastes")
    back = await author.hears("with “apples”")
    assert "/alice/thing-2" in back.text
    assert "/alice/thing-3" not in back.text
    assert back.buttons == second.buttons
    assert back.id == second.id


async def test_a_filter_tells_what_there_is_of_a_kind(author: Person) -> None:
    await author.says("/my")
    await author.hears("Your pastes")
    await author.presses("^🔒$")
    private = await author.hears("/alice/plum-cake")
    assert "thing" not in private.text
    await author.presses("^🔗$")
    await author.hears("No pastes here")
    await author.presses("All")
    await author.hears("/alice/a-pear-tree")
    await author.says("/my apples")
    await author.hears("with “apples”")
    await author.presses("^🔒$")
    await author.hears("No pastes here match “apples”")


async def test_the_button_asks_for_words(author: Person) -> None:
    await author.says("/my")
    await author.hears("Your pastes")
    await author.presses("🔎")
    await author.hears("What are you looking for")
    await author.sends_sticker()
    await author.hears("Please send the words")
    await author.says("pear")
    await author.hears("(?s)with “pear”.*a-pear-tree")
    await pasted(author, "a paste again")
    await author.presses("🔎")
    await author.hears("What are you looking for")
    await author.says("/cancel")
    await author.hears("Cancelled")
    await pasted(author, "another paste")


async def test_words_longer_than_a_button_and_forgotten_words(author: Person, redis: Redis) -> None:
    await author.says("/my " + "apples " * 20)
    await author.hears("(?s)with “apples apples .*thing-7")
    await author.presses("▶")
    await author.hears("(?s)with “apples apples .*thing-2")
    for key in await redis.keys("bot:search:*"):
        await redis.delete(key)
    await author.presses("◀")
    await author.hears("(?s)Your pastes, newest first.*a-pear-tree")


async def test_russian_words_are_found_by_other_endings(alice: Person) -> None:
    await pasted(alice, "Список покупок\nмолоко, яблоки")
    await alice.says("/my яблоко")
    await alice.hears("/alice/spisok-pokupok")
    await alice.says("/my ЯБЛОКАМИ")
    await alice.hears("/alice/spisok-pokupok")
