"""Lifetimes of pastes."""

from datetime import UTC, datetime, timedelta

from bot.context import AppContext
from tests.bot.conftest import opened, pasted
from tests.conversation import Person


async def test_each_length_is_two_presses_and_on_the_card(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "some text")
    lengths = {
        "10 minutes": timedelta(minutes=10),
        "1 hour": timedelta(hours=1),
        "1 day": timedelta(days=1),
        "7 days": timedelta(days=7),
        "30 days": timedelta(days=30),
    }
    for name, length in lengths.items():
        await alice.presses("Expiry")
        await alice.hears("When should “some text” expire")
        await alice.presses(f"^{name}$")
        await alice.hears_toast("Saved")
        until = (await opened(app, "alice/some-text")).expires_at
        assert until is not None
        assert abs(until - datetime.now(UTC) - length) < timedelta(minutes=1)
        assert (await alice.hears(f"⏳ until {until:%d.%m.%Y %H:%M} UTC")).id == card.id
    await alice.presses("Expiry")
    await alice.hears("Now: ⏳ until")
    await alice.presses("Never")
    await alice.hears("no expiry")
    assert (await opened(app, "alice/some-text")).expires_at is None


async def test_a_date_is_typed_in_words_or_figures(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "some text")
    for typed, said in (("31.12.2030 18:00", "31.12.2030 18:00 UTC"), ("2031-05-04", "04.05.2031 00:00 UTC")):
        await alice.presses("Expiry")
        await alice.hears("When should")
        await alice.presses("A date")
        await alice.hears("When should “some text” expire")
        await alice.says(typed)
        assert (await alice.hears(f"until {said}")).id == card.id
        await alice.until(lambda: alice.messages[-1].reaction == "👌")


async def test_what_is_no_date_or_over_is_asked_for_again(alice: Person, app: AppContext) -> None:
    await pasted(alice, "some text")
    await alice.presses("Expiry")
    await alice.hears("When should")
    await alice.presses("A date")
    await alice.hears("When should")
    await alice.says("a <banana>")
    await alice.hears("I don't understand the date “a <banana>”")
    await alice.says("01.02.2020")
    await alice.hears("01.02.2020 00:00 UTC is in the past")
    await alice.sends_sticker()
    await alice.hears("Please send a date")
    await alice.says("in 3 days")
    await alice.hears("until")
    until = (await opened(app, "alice/some-text")).expires_at
    assert until is not None
    assert abs(until - datetime.now(UTC) - timedelta(days=3)) < timedelta(minutes=1)


async def test_burning_is_switched_on_and_off(alice: Person, app: AppContext) -> None:
    await pasted(alice, "some text")
    await alice.presses("Expiry")
    await alice.hears("When should")
    await alice.presses("Burn after reading")
    await alice.hears("burns after reading")
    assert (await opened(app, "alice/some-text")).burn_after_read
    await alice.presses("Expiry")
    assert "✓ 🔥 Burn after reading" in (await alice.hears("When should")).buttons
    await alice.presses("Burn after reading")
    await alice.hears("^some text\n")
    assert not (await opened(app, "alice/some-text")).burn_after_read


async def test_the_question_can_be_left(alice: Person) -> None:
    await pasted(alice, "some text")
    for leave in (alice.presses("Back"), alice.says("/cancel")):
        await alice.presses("Expiry")
        await alice.hears("When should")
        await alice.presses("A date")
        await alice.hears("When should")
        await leave
        await alice.hears("(?s)^some text\n.*no expiry")
    await pasted(alice, "tomorrow")
