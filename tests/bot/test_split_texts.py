"""Texts that an app cuts into several messages become one paste."""

from aiogram import Bot

from bot.context import AppContext
from tests.bot.long_texts import cut_anywhere, cut_through_a_sign, cut_with_a_short_end, later, long_text
from tests.bot.published import pastes, published, text_behind
from tests.conversation import Person, Telegram


async def test_a_hundred_kilobytes_come_out_to_the_byte_with_one_card(alice: Person, app: AppContext) -> None:
    text = long_text(100_000)
    await alice.says(text)
    card = await alice.hears("/alice/a-long-text")
    assert await text_behind(card, app) == text
    await alice.says("short")
    await alice.hears_nothing_of("a-long-text", until=alice.hears("/alice/short"))
    assert [post.title for post in await pastes(app)] == ["A long text", "short"]


async def test_shuffled_torn_and_doubled_parts_make_one_paste(
    telegram: Telegram, alice: Person, bob: Person, app: AppContext
) -> None:
    text, torn = long_text(60_000), "x" * 4095 + "😀 and \0 the end"
    telegram.world.updates.hold()
    telegram.world.updates.repeat_next(7)
    await bob.says_in_parts(cut_anywhere(torn))
    await alice.says_in_parts(cut_through_a_sign(text))
    telegram.world.updates.release([1, 7, 4, 9, 0, 5, 3])
    card = await alice.hears("/alice/a-long-text")
    assert await text_behind(card, app) == text
    assert await text_behind(await bob.hears("/bob/xxxx"), app) == torn
    assert [post.revision for post in await pastes(app)] == [1]


async def test_a_short_text_waits_for_nothing(long_silence: None, alice: Person) -> None:
    await alice.says("short")
    await alice.hears("/alice/short")
    await alice.says(long_text(5_000))
    await alice.sees_it_typing()
    await alice.says("/my")
    await alice.hears_nothing_of("a-long-text", until=alice.hears("Your pastes"))
    await alice.hears("/alice/a-long-text")


async def test_what_follows_the_card_of_a_long_text_is_a_text_of_its_own(
    alice: Person, app: AppContext
) -> None:
    await alice.says("word " * 800)
    await alice.hears("/alice/word-word")
    await alice.says("thanks")
    await alice.hears("/alice/thanks")
    assert [post.revision for post in await pastes(app)] == [1, 1]


async def test_what_came_while_the_bot_was_down_is_told_apart_by_its_time(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    telegram.world.updates.hold()
    for said in ("word " * 800, "/new Thanks\nshort", "other " * 600, "last"):
        await alice.says(said)
        telegram.world.clock = later(3, telegram.world.clock)
    telegram.world.updates.release()
    for title in ("thanks", "last", "word-word", "other-other"):
        await alice.hears(f"/alice/{title}")
    assert await published(app, "alice/thanks") == "short"


async def test_a_long_text_gets_its_title_in_one_go_or_before_it(
    alice: Person, bob: Person, app: AppContext
) -> None:
    text = long_text(9_000) + "\n/new is not a command here"
    await alice.says(f"/new My book\n{text}")
    await bob.says("/new My book")
    await bob.hears("file for “My book”")
    await bob.says(text)
    assert await text_behind(await alice.hears("/alice/my-book"), app) == text
    assert await text_behind(await bob.hears("/bob/my-book"), app) == text
    await bob.says("and then")
    await bob.hears("/bob/and-then")


async def test_a_long_text_answers_edit_and_a_reply_to_a_card(
    alice: Person, bob: Person, app: AppContext
) -> None:
    text, card = long_text(9_000), {}
    for person in (alice, bob):
        await person.says("draft")
        card[person] = await person.hears("/draft")
    await alice.presses("Edit")
    await alice.hears("Send me the new text of “draft”")
    await alice.says(text)
    await bob.says(text, reply_to=card[bob])
    for person in (alice, bob):
        changed = await person.hears("(?s)Updated \\(version 2\\).*/draft")
        assert changed.id == card[person].id
        assert await text_behind(changed, app) == text


async def test_a_strangers_long_text_is_published_once_also_if_its_end_came_first(
    telegram: Telegram, bot: Bot, app: AppContext
) -> None:
    carol, masha = telegram.person("Carol"), telegram.person("Маша", language="ru")
    text = long_text(12_000)
    await carol.says(text)
    telegram.world.updates.hold()
    parts = await masha.says_in_parts(cut_with_a_short_end(text))
    telegram.world.updates.release([len(parts) - 1])
    await masha.hears("Сохранил «(?!A long text)")
    await carol.hears("Saved “A long text”. Pick a username")
    await masha.hears("Сохранил «A long text»")
    for person, name in ((masha, "masha"), (carol, "carol")):
        await person.says(name)
        card = await person.hears(f"/{name}/a-long-text")
        assert await text_behind(card, app) == text
    assert len(await pastes(app)) == 1


async def test_a_strangers_title_and_text_in_one_message_are_kept(
    telegram: Telegram, bot: Bot, app: AppContext
) -> None:
    carol = telegram.person("Carol")
    await carol.says("/new My list")
    await carol.hears("You don't have an account yet")
    await carol.says("/new My list\nmilk")
    await carol.hears("Saved “My list”")
    await carol.says("carol")
    card = await carol.hears("/carol/my-list")
    assert await text_behind(card, app) == "milk"


async def test_formatting_and_code_are_kept_across_the_cuts(
    alice: Person, bob: Person, app: AppContext
) -> None:
    words = " ".join(f"word{number}" for number in range(900))
    await alice.says_html(f"Report\n\n<b>{words}</b>\n\n<i>done</i>")
    code = "\n".join(f"let n{number} = {number};" for number in range(400))
    await bob.says_html(f'<pre><code class="language-rust">{code}</code></pre>')
    report, program = await alice.hears("/alice/report"), await bob.hears("/bob/let-n0")
    assert "Markdown" in report.text
    assert await text_behind(report, app) == f"Report\n\n**{words}**\n\n_done_"
    assert "Rust" in program.text
    assert await text_behind(program, app) == code


async def test_a_long_text_is_no_command_however_it_begins(alice: Person, app: AppContext) -> None:
    text = "/help " + " ".join(f"word{number}" for number in range(400))
    await alice.says(text)
    card = await alice.hears("/alice/help-word0")
    assert await text_behind(card, app) == text


async def test_a_part_that_begins_like_a_command_is_a_part_also_if_it_comes_first(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    parts = ["A manual\n" + "word " * 800 + "\n\n", "/cancel " + "leaves it " * 300]
    telegram.world.updates.hold()
    await alice.says_in_parts(parts)
    telegram.world.updates.release([1, 0])
    card = await alice.hears("/alice/a-manual")
    assert await text_behind(card, app) == "".join(parts)
    assert len(await pastes(app)) == 1


async def test_a_long_new_text_that_begins_like_a_command_leaves_no_question(
    telegram: Telegram, bot: Bot, alice: Person, app: AppContext
) -> None:
    text = "/my " + " ".join(f"word{number}" for number in range(400))
    await alice.says("draft")
    await alice.hears("/alice/draft")
    await alice.presses("Edit")
    await alice.hears("Send me the new text of “draft”")
    await alice.says(text)
    changed = await alice.hears("(?s)Updated \\(version 2\\).*/draft")
    assert await text_behind(changed, app) == text
    carol = telegram.person("Carol")
    await carol.says("/start")
    await carol.hears("choose your username")
    await carol.says("/start " + text)
    await carol.hears("Saved “")
