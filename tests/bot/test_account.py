"""/export and /deleteaccount."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from kernel.database import Sessions
from tests.conversation import Telegram
from tests.notifier.export_zip import luggage_of
from tests.person import Person


@pytest.mark.usefixtures("notifier")
async def test_everything_of_somebodys_arrives_as_a_file(telegram: Telegram, alice: Person) -> None:
    await alice.says("print('hi')")
    await alice.hears("/alice/print-hi")
    await alice.says("/export")
    await alice.hears("putting together everything of yours")
    luggage = luggage_of(telegram, await alice.hears("All your data as of", within=30))
    assert luggage.dated == "postebin-alice-today.zip"
    assert luggage.read("pastes/print-hi/1.py") == b"print('hi')"
    assert luggage.json("profile.json")["telegram_ids"] == [alice.id]


async def test_asking_again_while_it_is_made_says_so(alice: Person) -> None:
    await alice.says("/export")
    await alice.hears("putting together")
    await alice.says("/export")
    await alice.hears("still at what you asked for before")


async def test_whoever_wants_to_leave_is_told_what_goes_and_asked_for_their_name(alice: Person) -> None:
    await alice.says("/deleteaccount")
    asked = await alice.hears("Delete your account?")
    for gone in ("all your pastes", "your settings", "who follows you", "the name alice itself"):
        assert gone in asked.text
    assert "<code>alice</code>" in asked.html
    for typed in ("yes", "bob", "A long text that\nsomebody wanted to publish"):
        await alice.says(typed)
        await alice.hears("is not your username, so nothing happens")
    await alice.says("Alice")
    done = await alice.hears("alice will be deleted in 24 hours, at ")
    assert done.buttons == ["Cancel the deletion"]
    (told,) = re.findall(r"at (\d\d:\d\d UTC on \d\d\.\d\d\.\d{4})", done.text)
    at = datetime.strptime(told, "%H:%M UTC on %d.%m.%Y").replace(tzinfo=UTC)
    assert abs(at - datetime.now(UTC) - timedelta(hours=24)) < timedelta(minutes=3)


async def leaving(person: Person) -> None:
    await person.says("/deleteaccount")
    await person.hears("Delete your account?")
    await person.says("alice")
    await person.hears("will be deleted in 24 hours")


async def test_one_tap_and_everything_stays(alice: Person) -> None:
    await leaving(alice)
    await alice.presses("Cancel the deletion")
    stays = await alice.hears("Your account alice stays")
    assert stays.buttons == []
    await alice.says("/deleteaccount")
    await alice.hears("Delete your account?")


async def test_while_it_is_coming_the_command_shows_when_and_the_way_back(alice: Person) -> None:
    await leaving(alice)
    await alice.says("/deleteaccount")
    coming = await alice.hears("Your account alice will be deleted at ")
    await alice.presses("Cancel the deletion", on=coming)
    await alice.hears("Your account alice stays")


async def test_the_question_can_be_left(alice: Person) -> None:
    await alice.says("/deleteaccount")
    await alice.hears("Delete your account?")
    await alice.sends_sticker()
    await alice.hears("waiting for a username")
    await alice.says("/cancel")
    await alice.hears("Nothing was changed")
    await alice.says("alice")
    await alice.hears("/alice/alice")  # a text like any other


async def test_until_then_all_goes_on(alice: Person, bob: Person) -> None:
    await leaving(alice)
    await alice.says("a last text")
    await alice.hears("/alice/a-last-text")
    await bob.says("/follow alice")
    await bob.hears("You follow alice now")


async def test_when_the_time_has_come_nobody_stays(alice: Person, sessions: Sessions) -> None:
    await leaving(alice)
    await the_day_passes(sessions)
    await alice.presses("Cancel the deletion")
    await alice.hears("It is too late")


async def the_day_passes(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await session.execute(text("UPDATE auth.users SET deleting_at = now() WHERE deleting_at IS NOT NULL"))


@pytest.mark.usefixtures("notifier")
async def test_whoever_has_left_is_a_stranger_and_may_come_back(alice: Person, sessions: Sessions) -> None:
    await alice.says("a text")
    await alice.hears("/alice/a-text")
    await leaving(alice)
    await the_day_passes(sessions)
    await alice.hears("Your account alice and all your data have been deleted", within=60)
    await alice.says("/my")
    await alice.hears("no account here yet")
    await alice.says("/start")
    await alice.hears("choose your username")
    await alice.says("alice")
    await alice.hears("Welcome, alice")
    await alice.says("/my")
    await alice.hears("You have no pastes yet")


@pytest.mark.parametrize("command", ["/export", "/deleteaccount"])
async def test_a_stranger_has_nothing_to_take_or_to_leave(
    telegram: Telegram, alice: Person, command: str
) -> None:
    stranger = telegram.person("Stranger")
    await stranger.says(command)
    await stranger.hears("no account here yet")


async def test_it_is_all_there_in_russian(telegram: Telegram, alice: Person) -> None:
    await alice.says("/language")
    await alice.hears("Which language")
    await alice.presses("Русский")
    await alice.hears("говорю с вами по-русски")
    await alice.says("/export")
    await alice.hears("Собираю всё ваше")
    await alice.says("/deleteaccount")
    await alice.hears("Удалить аккаунт?")
    await alice.says("нет")
    await alice.hears("«нет» — не ваше имя")
    await alice.says("alice")
    await alice.hears("Аккаунт alice будет удалён через 24 часа, в ")
    await alice.presses("Отменить удаление")
    await alice.hears("Аккаунт alice остаётся")
