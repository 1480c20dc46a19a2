"""/export and /deleteaccount."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis
from sqlalchemy import text

from kernel.database import Sessions
from tests.bot.conftest import pasted
from tests.bot.redis_contents import about, everything_in
from tests.conversation import Telegram
from tests.notifier.export_zip import luggage_of
from tests.person import Person


@pytest.mark.usefixtures("notifier")
async def test_an_account_is_exported_and_deleted_without_a_trace_and_its_person_may_come_back(
    telegram: Telegram, alice: Person, bob: Person, redis: Redis, sessions: Sessions
) -> None:
    telegram.world.state.privacy_mode = False
    await telegram.group("Friends", [bob, alice]).says(alice, "overheard " * 409)
    await bob.says("/follow alice")
    await bob.hears("You're following alice")
    await pasted(bob, "a text of bob's")
    card = await pasted(alice, "print('<secret plan>')")
    alert = await bob.hears("alice published print\\('<secret plan>'\\)")
    assert "http://localhost:8080/alice/print-secret-plan" in alert.text
    await alice.says("/my secret plan")
    await alice.hears_nothing_of("alice published", until=alice.hears("Your pastes with"))
    await alice.says("/password correct horse battery")
    await alice.hears("is set")

    await alice.says("/export")
    await alice.hears("collecting all your data")
    luggage = luggage_of(telegram, await alice.hears("All your data as of", within=30))
    assert luggage.dated == "postebin-alice-today.zip"
    assert luggage.read("pastes/print-secret-plan/1.py") == b"print('<secret plan>')"
    assert luggage.json("profile.json")["telegram_ids"] == [alice.id]

    await leaving(alice)
    await alice.presses("Rename", on=card)
    await alice.hears("new title")
    words = (str(alice.id), "alice", "secret plan", "overheard", "notifier:export", "bot:search")
    kept = " ".join(about(await everything_in(redis), *words))
    for key in "bot:card: bot:card-in: bot:search: bot:overheard: bot:password: notifier:export:".split():
        assert key in kept
    await the_day_passes(sessions)
    await alice.hears("Your account alice and all your data have been deleted", within=60)
    left = await everything_in(redis)
    assert about(left, *words) == set()
    assert about(left, f"bot:card:{bob.id}")

    await returns(alice)


async def returns(alice: Person) -> None:
    await alice.says("/my")
    await alice.hears("You don't have an account yet")
    await alice.says("/start")
    await alice.hears("choose your username")
    await alice.says("alice")
    await alice.hears("Welcome, alice")
    await alice.says("/my")
    await alice.hears("You have no pastes yet")


async def test_asking_again_while_it_is_made_says_so(alice: Person) -> None:
    await alice.says("/export")
    await alice.hears("collecting all your data")
    await alice.says("/export")
    await alice.hears("still working on your last export")


async def test_whoever_wants_to_leave_is_told_what_goes_and_asked_for_their_name(alice: Person) -> None:
    await alice.says("/deleteaccount")
    asked = await alice.hears("Delete your account?")
    for gone in ("all your pastes", "your settings", "who follows you", "the username alice itself"):
        assert gone in asked.text
    assert "<code>alice</code>" in asked.html
    for typed in ("yes", "bob", "A long text that\nsomebody wanted to publish"):
        await alice.says(typed)
        await alice.hears("isn't your username, so nothing was deleted")
    await alice.says("Alice")
    done = await alice.hears("alice will be deleted with all your data in 24 hours, at ")
    assert done.buttons == ["Cancel deletion"]
    (told,) = re.findall(r"at (\d\d:\d\d UTC on \d\d\.\d\d\.\d{4})", done.text)
    at = datetime.strptime(told, "%H:%M UTC on %d.%m.%Y").replace(tzinfo=UTC)
    assert abs(at - datetime.now(UTC) - timedelta(hours=24)) < timedelta(minutes=3)


async def leaving(person: Person) -> None:
    await person.says("/deleteaccount")
    await person.hears("Delete your account?")
    await person.says("alice")
    await person.hears("will be deleted with all your data in 24 hours")


async def test_until_then_all_goes_on_and_one_tap_keeps_the_account(alice: Person, bob: Person) -> None:
    await leaving(alice)
    await alice.says("a last text")
    await alice.hears("/alice/a-last-text")
    await bob.says("/follow alice")
    await bob.hears("You're following alice")
    await alice.presses("Cancel deletion")
    stays = await alice.hears("Your account alice stays")
    assert stays.buttons == []
    await leaving(alice)
    await alice.says("/deleteaccount")
    coming = await alice.hears("Your account alice will be deleted with all your data at ")
    await alice.presses("Cancel deletion", on=coming)
    await alice.hears("Your account alice stays")


async def test_the_question_can_be_left(alice: Person) -> None:
    await alice.says("/deleteaccount")
    await alice.hears("Delete your account?")
    await alice.sends_sticker()
    await alice.hears("Please send a username")
    await alice.says("/cancel")
    await alice.hears("Nothing has changed")
    await alice.says("alice")
    await alice.hears("/alice/alice")  # a text like any other


async def test_when_the_time_has_come_nobody_stays(alice: Person, sessions: Sessions) -> None:
    await leaving(alice)
    await the_day_passes(sessions)
    await alice.presses("Cancel deletion")
    await alice.hears("Too late")


async def the_day_passes(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await session.execute(text("UPDATE auth.users SET deleting_at = now() WHERE deleting_at IS NOT NULL"))


async def test_a_stranger_has_nothing_to_export_or_delete(telegram: Telegram, alice: Person) -> None:
    stranger = telegram.person("Stranger")
    for command in ("/export", "/deleteaccount"):
        await stranger.says(command)
        await stranger.hears("You don't have an account yet")


async def test_it_is_all_there_in_russian(telegram: Telegram, alice: Person) -> None:
    await alice.says("/language")
    await alice.hears("Which language")
    await alice.presses("Русский")
    await alice.hears("говорю с вами по-русски")
    await alice.says("/export")
    await alice.hears("Собираю все ваши данные")
    await alice.says("/deleteaccount")
    await alice.hears("Удалить аккаунт?")
    await alice.says("нет")
    await alice.hears("«нет» — не ваш ник")
    await alice.says("alice")
    await alice.hears("Аккаунт alice будет удалён со всеми данными через 24 часа, ")
    await alice.presses("Отменить удаление")
    await alice.hears("Аккаунт alice остаётся")
