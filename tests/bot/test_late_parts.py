"""Parts of a text that come after the others were published, or twice."""

from sqlalchemy import text as sql

from bot.context import AppContext
from tests.bot.long_texts import cut_with_a_short_end, long_text
from tests.bot.published import pastes, published, text_behind
from tests.bot.redelivery import redelivered
from tests.conversation import Person, Telegram

PROGRAM = "import math\n\n\ndef many():\n    return [\n" + "        math.pi,\n" * 300 + "    ]\n"


async def alerts(app: AppContext) -> int:
    async with app.sessions() as session:
        return int(
            await session.scalar(sql("SELECT count(*) FROM posts.events WHERE kind = 'published'")) or 0
        )


async def test_a_late_part_finds_its_paste_whether_it_is_short_or_long(
    telegram: Telegram, alice: Person, bob: Person, app: AppContext
) -> None:
    text = long_text(12_000)
    parts = cut_with_a_short_end(text)
    await alice.says_in_parts(parts[:1])
    await bob.says_in_parts(parts[:-1])
    telegram.world.updates.hold()
    await alice.says_in_parts(parts[1:])
    await bob.says_in_parts(parts[-1:])
    cards = [await person.hears("/a-long-text") for person in (alice, bob)]
    telegram.world.updates.release()
    for person, card in zip((alice, bob), cards, strict=True):
        changed = await person.hears("/a-long-text")
        assert changed.id == card.id
        assert await text_behind(changed, app) == text
    assert (len(await pastes(app)), await alerts(app)) == (1, 2)


async def test_an_end_that_comes_first_gets_title_and_language_of_the_whole(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    first, last = PROGRAM[:4096], PROGRAM[4096:] + "# the end of it\n"
    telegram.world.updates.hold()
    await alice.says_in_parts([first, last])
    telegram.world.updates.release([1])
    card = await alice.hears("/alice/.*pi\n")
    assert "Text" in card.text
    whole = await alice.hears("/alice/import-math")
    assert whole.id == card.id
    assert "Python" in whole.text
    assert await text_behind(whole, app) == first + last
    assert await alerts(app) == 1


async def test_an_end_that_comes_first_keeps_the_title_that_was_chosen(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    text = long_text(9_000)
    await alice.says("/new My book")
    await alice.hears("file for “My book”")
    telegram.world.updates.hold()
    parts = await alice.says_in_parts(cut_with_a_short_end(text))
    telegram.world.updates.release([len(parts) - 1])
    await alice.hears("/alice/my-book")
    await alice.hears("/alice/my-book")
    assert await published(app, "alice/my-book") == text


async def test_an_answer_to_edit_whose_end_comes_first_is_whole(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    await alice.says("draft")
    card = await alice.hears("/alice/draft")
    await alice.presses("Edit")
    await alice.hears("Send me the new text of “draft”")
    text = long_text(9_000)
    telegram.world.updates.hold()
    parts = await alice.says_in_parts(cut_with_a_short_end(text))
    telegram.world.updates.release([len(parts) - 1])
    await alice.hears("\\(version 2\\)")
    whole = await alice.hears("version 3")
    assert whole.id == card.id
    assert await published(app, "alice/draft") == text


async def test_a_late_part_with_a_credential_is_held(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    parts = ["word " * 800, 'token = "ghp_9fK2mQx7Lw3RtZ8vNb4YcD6sHj1PqU5aEoGi"\n']
    await alice.says_in_parts(parts[:1])
    telegram.world.updates.hold()
    await alice.says_in_parts(parts[1:])
    await alice.hears("/alice/word-word")
    telegram.world.updates.release()
    await alice.hears("seems to contain a secret")
    assert "ghp_" not in await published(app, (await pastes(app))[0].url)
    await alice.presses("Make private")
    await alice.hears("version 2")
    assert await published_privately(app) == "".join(parts)


async def published_privately(app: AppContext) -> str:
    async with app.sessions() as session:
        key = await session.scalar(sql("SELECT content_source FROM posts.posts"))
    return (await app.storage.get(key)).decode()


async def test_what_is_delivered_once_more_is_not_told_once_more(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    short = await alice.says("short")
    await alice.hears("/alice/short")
    file = await alice.sends_file("notes.txt", b"my notes")
    await alice.hears("/alice/notes.txt")
    long = await alice.says("word " * 800)
    await alice.hears("/alice/word-word")
    for message in (short, file, long):
        redelivered(telegram, alice, message)
    await alice.says("more " * 800)
    await alice.hears_nothing_of("short|notes|word", until=alice.hears("/alice/more-more"))
    assert [post.revision for post in await pastes(app)] == [1, 1, 1, 1]


async def test_what_is_delivered_once_more_after_it_was_deleted_stays_deleted(
    telegram: Telegram, alice: Person
) -> None:
    said = await alice.says("short")
    await alice.hears("/alice/short")
    await alice.presses("Delete")
    await alice.hears("Delete “short”")
    await alice.presses("Yes, delete")
    await alice.hears("is deleted")
    redelivered(telegram, alice, said)
    await alice.says("other")
    await alice.hears_nothing_of("short", until=alice.hears("/alice/other"))


async def test_a_file_that_was_a_new_text_and_is_delivered_once_more_makes_no_paste(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    await alice.says("draft")
    await alice.hears("/alice/draft")
    await alice.presses("Edit")
    await alice.hears("Send me the new text of “draft”")
    file = await alice.sends_file("new.txt", b"my new text")
    await alice.hears("\\(version 2\\)")
    redelivered(telegram, alice, file)
    await alice.says("other")
    await alice.hears("/alice/other")
    assert [post.revision for post in await pastes(app)] == [2, 1]
