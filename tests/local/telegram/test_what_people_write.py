"""Formatted texts, as people's apps send them."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import Message

from local.telegram.text.formatted import Entity
from tests.conversation import Person, Telegram


async def last(bot: Bot) -> Message:
    """Return the last message that the bot received."""
    update = (await bot.get_updates())[-1]
    message = update.message or update.edited_message
    assert message is not None
    return message


def kinds(message: Message) -> list[tuple[str, str]]:
    """Return each entity with its part of the text."""
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities or []
    return [(entity.type, entity.extract_from(text)) for entity in entities]


async def test_formatting_reaches_the_bot_with_offsets_in_utf16(bot: Bot, alice: Person) -> None:
    said = await alice.says("👍 bold", entities=[Entity("bold", 3, 4)])
    heard = await last(bot)
    assert [entity.model_dump(exclude_none=True) for entity in heard.entities or ()] == [
        {"type": "bold", "offset": 3, "length": 4}
    ]
    assert said.html == "👍 <b>bold</b>"


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<b>x</b>", "bold"),
        ("<i>x</i>", "italic"),
        ("<u>x</u>", "underline"),
        ("<s>x</s>", "strikethrough"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ("<code>x</code>", "code"),
        ('<a href="https://example.com/">x</a>', "text_link"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
    ],
)
async def test_every_kind_of_formatting_can_be_sent(bot: Bot, alice: Person, html: str, kind: str) -> None:
    await alice.says_html(f"before {html}")
    assert kinds(await last(bot)) == [(kind, "x")]


async def test_a_block_of_code_has_its_language(bot: Bot, alice: Person) -> None:
    await alice.says_html('<pre><code class="language-python">def f(): ...</code></pre>')
    heard = await last(bot)
    assert [(e.type, e.language, e.length) for e in heard.entities or ()] == [("pre", "python", 12)]


async def test_people_are_mentioned_by_username_and_without_one(
    bot: Bot, alice: Person, telegram: Telegram
) -> None:
    bob = telegram.person("Bob")
    await alice.says_html(f'@alice and <a href="tg://user?id={bob.id}">Bob</a>')
    mention, text_mention = (await last(bot)).entities or []
    assert (mention.type, text_mention.type, text_mention.url) == ("mention", "text_mention", None)
    assert text_mention.user is not None
    assert (text_mention.user.id, text_mention.user.first_name) == (bob.id, "Bob")


async def test_a_long_text_travels_in_parts_with_its_formatting(bot: Bot, alice: Person) -> None:
    await alice.says_html(f"<b>{'a' * 4000}{'b' * 1000}</b>")
    parts = [update.message for update in await bot.get_updates()][-2:]
    assert [(e.offset, e.length) for part in parts if part for e in part.entities or ()] == [
        (0, 4096),
        (0, 904),
    ]


async def test_captions_are_formatted_too(bot: Bot, alice: Person) -> None:
    await alice.sends_file("a.txt", b"x", "see this", [Entity("italic", 4, 4)])
    assert kinds(await last(bot)) == [("italic", "this")]


async def test_white_space_at_the_ends_is_cut_off_and_what_is_outside_with_it(
    bot: Bot, alice: Person
) -> None:
    await alice.says("\n x y", entities=[Entity("bold", 0, 9), Entity("code", 20, 5)])
    heard = await last(bot)
    assert (heard.text, kinds(heard)) == ("x y", [("bold", "x y")])


async def test_an_edit_may_bring_formatting(bot: Bot, alice: Person) -> None:
    said = await alice.says("frist")
    await alice.edits_html(said, "<b>first</b>")
    heard = await last(bot)
    assert heard.edit_date is not None
    assert kinds(heard) == [("bold", "first")]


async def test_a_caption_can_be_edited(bot: Bot, alice: Person) -> None:
    sent = await alice.sends_file("a.txt", b"x", "tihs")
    await alice.edits(sent, "this", [Entity("code", 0, 4)])
    heard = await last(bot)
    assert heard.document is not None
    assert (heard.caption, kinds(heard)) == ("this", [("code", "this")])


@pytest.mark.parametrize(("order", "texts"), [((), "abc"), ([2], "cab"), ([1, 0], "bac"), ([2, 0, 1], "cab")])
async def test_updates_can_be_held_and_released_in_any_order(
    bot: Bot, alice: Person, telegram: Telegram, order: Any, texts: str
) -> None:
    await bot.get_updates(offset=-1)
    telegram.world.updates.hold()
    for text in "abc":
        await alice.says(text)
    assert len(await bot.get_updates()) == 1
    telegram.world.updates.release(order)
    heard = (await bot.get_updates())[1:]
    assert "".join(update.message.text or "" for update in heard if update.message) == texts
    assert [update.update_id for update in heard] == sorted(update.update_id for update in heard)
