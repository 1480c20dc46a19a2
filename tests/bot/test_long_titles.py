"""Titles over the limit are cut, with a notice."""

import pytest
from aiogram import Bot

from bot.context import AppContext
from tests.bot.conftest import Limits, opened, pasted
from tests.bot.credentials import TOKEN
from tests.conversation import Telegram
from tests.person import Person

LONG = "a title that is longer"
CUT = "I cut the title at 20 characters, the limit. Tap Rename to change it"


@pytest.fixture(autouse=True)
def short(limits: Limits) -> None:
    limits.limit_title_length = 20


async def test_behind_new_the_card_says_so_and_rename_changes_it(alice: Person, app: AppContext) -> None:
    await alice.says(f"/new {LONG}\nthe text")
    card = await alice.hears(f"(?s)^✂️ {CUT}.*\na title that is…\nhttp.*/alice/a-title-that-is")
    assert (await opened(app, "alice/a-title-that-is")).title == "a title that is…"
    await alice.presses("Rename")
    await alice.hears("new title for")
    await alice.says("another")
    renamed = await alice.hears("/alice/another")
    assert renamed.id == card.id
    assert "cut" not in renamed.text


async def test_so_it_does_of_a_files_name(alice: Person) -> None:
    await alice.sends_file(f"{LONG}.py", b"x = 1\n")
    card = await alice.hears(CUT)
    assert "Python" in card.text, "the name is read in full"
    await alice.sends_file("a.py", b"x = 1\n", caption=f"/new {LONG}")
    await alice.hears(CUT)


async def test_nothing_is_said_of_a_title_within_the_limit_or_one_found_in_the_text(alice: Person) -> None:
    for title in ("x" * 20, "short"):
        await alice.says(f"/new {title}\nthe text")
        card = await alice.hears(f"/alice/{title}")
        assert card.text.startswith(f"{title}\n")
    assert (await pasted(alice, LONG)).text.startswith("a title that is…\n")


async def test_new_alone_says_at_once_what_the_limit_is(alice: Person) -> None:
    await alice.says(f"/new {LONG}")
    await alice.hears(r"(?s)I cut the title at 20 characters, the limit.*for “a title that is…”")
    await alice.says(f"/new {LONG[:10]}")
    await alice.hears("^✍️ Now send me the text or file for “a title th”")
    await alice.says(f"/new {LONG}")
    await alice.hears("I cut the title at 20 characters")
    await alice.says("the text")
    card = await alice.hears("/alice/a-title-that-is")
    assert card.text.startswith("a title that is…\n"), "said once"


async def test_files_of_an_album_have_it_said_once(alice: Person) -> None:
    await alice.sends_album([(f"{LONG} {number}.txt", b"text\n") for number in range(2)] + [("c.txt", b"c")])
    listed = await alice.hears("3 pastes")
    assert listed.text.count("I cut the longer titles at 20 characters, the limit") == 1


async def test_who_asks_in_a_group_reads_it_in_passing(
    telegram: Telegram, alice: Person, bob: Person
) -> None:
    group = telegram.group("Developers", [alice, bob])
    said = await group.says(alice, "Boil water.")
    await group.replies(bob, said, f"/paste {LONG}")
    await group.hears("/bob/a-title-that-is")
    notice = await group.hears("I cut the title at 20 characters, the limit. To change it, send me /my")
    said = await group.says(alice, "Drink it.")
    await group.replies(bob, said, "/paste")
    await group[bob].until(lambda: notice.deleted)


async def test_a_stranger_reads_it_before_choosing_a_name(telegram: Telegram, bot: Bot) -> None:
    eve = telegram.person("Eve", language="ru")
    await eve.sends_file(f"{LONG}.txt", b"text\n")
    await eve.hears("(?s)Я обрезал заголовок: в нём может быть до 20 знаков.*Сохранил «a title that is…»")


async def test_an_edited_title_is_cut_too(alice: Person) -> None:
    said = await alice.says("/new Tea\nBoil water.")
    await alice.hears("/alice/tea")
    await alice.edits(said, f"/new {LONG}\nBoil water.")
    await alice.hears(f"(?s)Renamed.*{CUT}.*\na title that is…\n")
    await alice.edits(said, f"/new {LONG}\nBoil more water.")
    changed = await alice.hears("\\(version 2\\)")
    assert "cut" not in changed.text, "it was said when it was cut"


async def test_what_is_held_says_it_too(alice: Person, limits: Limits) -> None:
    limits.limit_pastes_a_minute = 1
    await pasted(alice, "one")
    said = await alice.says(f"/new {LONG}\ntwo")
    await alice.hears(f"(?s){CUT}.*not published: “a title that is…”")
    await alice.edits(said, f"/new {LONG} still\ntwo")
    await alice.hears(f"(?s){CUT}.*not published: “a title that is…”")


async def test_a_title_that_nobody_may_see_is_not_cut(alice: Person, app: AppContext) -> None:
    await alice.says(f"/new {TOKEN}\nthe text")
    card = await alice.hears(r"(?s)^20\d\d-.*/alice/20\d\d-")
    assert "cut" not in card.text


async def test_in_russian_too(alice: Person) -> None:
    await alice.says("/language")
    await alice.hears("Which language")
    await alice.presses("Русский")
    await alice.hears("говорю с вами по-русски")
    await alice.says(f"/new {LONG}\nтекст")
    await alice.hears(
        "Я обрезал заголовок: в нём может быть до 20 знаков. Чтобы изменить его, нажмите «Переименовать»"
    )
    await alice.says(f"/new {LONG}")
    await alice.hears("(?s)Я обрезал заголовок: в нём может быть до 20 знаков.*для «a title that is…»")
