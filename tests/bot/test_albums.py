"""Files sent together: a paste each, and one card for all of them."""

from aiogram import Bot
from sqlalchemy import text as sql

from bot.context import AppContext
from local.telegram.faults import Fault, Trouble
from posts.limits import MAX_FILE_BYTES
from tests.bot.published import pastes, text_behind
from tests.conversation import Person, Telegram

THREE = [("main.py", b"import os\n"), ("notes.txt", "заметки\n".encode("cp1251")), ("main.py", b"x = 1\n")]


async def test_an_album_is_a_paste_a_file_and_one_card_that_opens_each(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    telegram.world.faults.add(Fault(Trouble.SLOW, "getFile", seconds=0.6))
    sent = await alice.sends_album(THREE, caption="/new Notes of mine", captioned=1)
    await alice.sees_it_typing()
    await alice.sees_it_typing()
    listed = await alice.hears("3 pastes.*published together")
    assert listed.view["reply_to_message_id"] == sent[0].id
    assert [f"/alice/{name}" in listed.text for name in ("main.py", "notes-of-mine", "main-2.py")] == [
        True
    ] * 3
    await alice.presses("^3$", on=listed)
    card = await alice.hears("/alice/main-2.py")
    assert card.id == listed.id
    assert "🗑 Delete" in card.buttons
    assert await text_behind(card, app) == "x = 1\n"
    assert [post.title for post in await pastes(app)] == ["main.py", "Notes of mine", "main.py"]


async def test_from_a_card_of_an_album_a_button_leads_back_to_the_album(alice: Person) -> None:
    await alice.sends_album(THREE)
    listed = await alice.hears("3 pastes.*published together")
    await alice.presses("^2$", on=listed)
    await alice.hears("^notes.txt\n")
    await alice.presses("Published together")
    back = await alice.hears("3 pastes.*published together")
    assert (back.id, back.text, back.buttons) == (listed.id, listed.text, listed.buttons)
    await alice.presses("^2$")
    await alice.hears("^notes.txt\n")
    await alice.presses("Rename")
    await alice.presses("Back", on=await alice.hears("Send me the new title"))
    await alice.hears("^notes.txt\n")
    await alice.presses("Delete")
    await alice.hears("Delete “notes.txt”")
    await alice.presses("Yes, delete")
    await alice.hears("is deleted")
    await alice.presses("Published together")
    left = await alice.hears("2 pastes.*published together")
    assert "notes.txt" not in left.text
    assert "/alice/main-2.py" in left.text


async def test_back_to_an_album_of_which_nothing_is_left_leads_to_the_list(
    alice: Person, app: AppContext
) -> None:
    await alice.sends_album(THREE)
    await alice.hears("3 pastes.*published together")
    await alice.presses("^2$")
    await alice.hears("^notes.txt\n")
    async with app.sessions.begin() as session:
        await session.execute(sql("UPDATE posts.posts SET deleted_at = now()"))
    await alice.presses("Published together")
    await alice.hears("You have no pastes yet")


async def test_what_is_wrong_with_one_file_costs_the_others_nothing(
    telegram: Telegram, bot: Bot, app: AppContext
) -> None:
    masha = telegram.person("Маша", language="ru")
    await masha.says("/start")
    await masha.presses("Взять", on=await masha.hears("выберите ник"))
    await masha.hears("Добро пожаловать")
    wrong = [("photo.png", b"\x89PNG\0\0"), ("huge.log", b"x" * (MAX_FILE_BYTES + 1)), ("empty.txt", b"")]
    sent = await masha.sends_album([*THREE, *wrong])
    await masha.hears("Вместе опубликованы 3 записи")
    refusals = [await masha.hears(words) for words in ("photo.png", "20 МБ", "нет текста|пробел")]
    assert [refusal.view["reply_to_message_id"] for refusal in refusals] == [said.id for said in sent[3:]]
    assert len(await pastes(app)) == 3


async def test_a_large_album_is_published_in_portions(alice: Person, app: AppContext) -> None:
    line = b"a line of the log\n"
    large = line * (MAX_FILE_BYTES // 3 // len(line))
    await alice.sends_album([(f"{number}.log", large) for number in range(5)])
    await alice.hears("(?s)3 pastes.*published together.*0.log.*1.log.*2.log", within=60)
    await alice.hears("(?s)2 pastes.*published together.*3.log.*4.log", within=60)
    assert [post.title for post in await pastes(app)] == [f"{number}.log" for number in range(5)]


async def test_of_an_album_with_one_text_the_card_is_that_ones(alice: Person) -> None:
    await alice.sends_album([("a.txt", b"text"), ("b.bin", b"\0\0\0")])
    card = await alice.hears("/alice/a.txt")
    assert "✏️ Rename" in card.buttons
    await alice.hears("“b.bin” isn't text")


async def test_a_strangers_album_is_kept_whole(telegram: Telegram, bot: Bot, app: AppContext) -> None:
    carol = telegram.person("Carol")
    await carol.sends_album(THREE)
    await carol.hears("Saved “main.py” and 2 more")
    await carol.says("carol")
    for name in ("main.py", "notes.txt", "main-2.py"):
        await carol.hears(f"/carol/{name}")
    assert len(await pastes(app)) == 3


async def test_an_album_that_is_delivered_twice_is_published_once_and_later_at_most_listed_again(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    world = telegram.world
    world.updates.repeat_next(3)
    sent = await alice.sends_album(THREE)
    await alice.hears("3 pastes")
    for message in sent:
        world.updates.put("message", world.render(world.state.messages[alice.id][message.id]))
    again = await alice.hears("3 pastes")
    assert "/alice/main-2.py" in again.text
    assert len(await pastes(app)) == 3


async def test_an_album_answers_edit_with_its_first_file(alice: Person, app: AppContext) -> None:
    await alice.says("draft")
    card = await alice.hears("/alice/draft")
    await alice.presses("Edit")
    await alice.hears("Send me the new text")
    await alice.sends_album([("a.txt", b"better"), ("b.txt", b"another")])
    changed = await alice.hears("\\(version 2\\)")
    assert changed.id == card.id
    assert await text_behind(changed, app) == "better"
    await alice.hears("/alice/b.txt")
