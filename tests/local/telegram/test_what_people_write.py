"""Formatted texts, as people's apps send them."""

from local.telegram.text.formatted import Entity
from tests.local.telegram.calls import heard


async def last_with_entities(bot):
    """Return the last message that the bot received, and each of its entities with its part of the text."""
    (message,) = await heard(bot)
    text, entities = message.text or message.caption, message.entities or message.caption_entities or ()
    return message, [(entity.type, entity.extract_from(text)) for entity in entities]


async def test_formatting_reaches_the_bot_with_offsets_in_utf16(bot, alice):
    said = await alice.says("👍 bold", entities=[Entity("bold", 3, 4)])
    (message,) = await heard(bot)
    (entity,) = message.entities
    assert entity.model_dump(exclude_none=True) == {"type": "bold", "offset": 3, "length": 4}
    assert said.html == "👍 <b>bold</b>"


async def test_every_kind_of_formatting_can_be_sent(bot, alice):
    tags = "b i u s tg-spoiler code blockquote".split()
    link = '<a href="https://example.com/">x</a> <blockquote expandable>x</blockquote>'
    await alice.says_html(" ".join([*(f"<{tag}>x</{tag}>" for tag in tags), link]))
    _, entities = await last_with_entities(bot)
    kinds = "bold italic underline strikethrough spoiler code blockquote text_link expandable_blockquote"
    assert entities == [(kind, "x") for kind in kinds.split()]


async def test_a_block_of_code_has_its_language(bot, alice):
    await alice.says_html('<pre><code class="language-python">def f(): ...</code></pre>')
    (message,) = await heard(bot)
    assert [(e.type, e.language, e.length) for e in message.entities] == [("pre", "python", 12)]


async def test_people_are_mentioned_by_username_and_without_one(bot, alice, bob):
    await alice.says_html(f'@alice and <a href="tg://user?id={bob.id}">Bob</a>')
    (message,) = await heard(bot)
    mention, text_mention = message.entities
    assert (mention.type, text_mention.type, text_mention.url) == ("mention", "text_mention", None)
    assert (text_mention.user.id, text_mention.user.first_name) == (bob.id, "Bob")


async def test_a_long_text_travels_in_parts_with_its_formatting(bot, alice):
    await alice.says_html(f"<b>{'a' * 4000}{'b' * 1000}</b>")
    parts = await heard(bot, 2)
    assert [(e.offset, e.length) for part in parts for e in part.entities] == [(0, 4096), (0, 904)]


async def test_white_space_at_the_ends_is_cut_off_with_the_entities_outside(bot, alice):
    await alice.says("\n x y", entities=[Entity("bold", 0, 9), Entity("code", 20, 5)])
    message, entities = await last_with_entities(bot)
    assert (message.text, entities) == ("x y", [("bold", "x y")])


async def test_an_edit_may_bring_formatting(bot, alice):
    said = await alice.says("frist")
    await alice.edits_html(said, "<b>first</b>")
    message, entities = await last_with_entities(bot)
    assert message.edit_date is not None
    assert entities == [("bold", "first")]


async def test_a_caption_is_formatted_and_can_be_edited(bot, alice):
    sent = await alice.sends_file("a.txt", b"x", "tihs here", [Entity("italic", 5, 4)])
    assert (await last_with_entities(bot))[1] == [("italic", "here")]
    await alice.edits(sent, "this", [Entity("code", 0, 4)])
    message, entities = await last_with_entities(bot)
    assert message.document is not None
    assert (message.caption, entities) == ("this", [("code", "this")])
