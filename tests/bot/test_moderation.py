"""What authors see of an operator's acts, and how operators find them."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.context import AppContext
from local.errors import CannotRun
from local.postgres import EmbeddedPostgres
from tests.bot.conftest import environment, opened, pasted
from tests.bot.test_poison import FAILS, hears_the_reference, poison
from tests.conversation import Person, Telegram
from tests.operator import Operator, operator_of
from tests.worker import NotifierProcess


@pytest.fixture
def operator(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, monkeypatch: pytest.MonkeyPatch
) -> Operator:
    return operator_of(monkeypatch, **environment(telegram, postgres, app))


async def test_an_author_hears_why_and_can_neither_undo_nor_change_it(
    alice: Person, operator: Operator, notifier: NotifierProcess, app: AppContext
) -> None:
    said = await alice.says("buy now")
    card = await alice.hears("/alice/buy-now")
    await operator.does("takedown", "alice/buy-now", "--why", "It is <spam>.")
    await alice.hears("Your paste “buy now” was taken down by the operator of this bot: It is <spam>.")
    for button in ("Rename", "Visibility", "Expiry", "Edit", "As a file", "Delete"):
        await alice.presses(button, on=card)
        shown = await alice.hears("has taken this paste down: It is <spam>.")
        assert shown.buttons == ["◀ My pastes"]
        card = await pasted(alice, f"another {button}")
        await operator.does("takedown", card.text.split("\n")[1].split("8080/")[1], "--why", "It is <spam>.")
        await alice.hears("was taken down by")
    await alice.edits(said, "buy now, and more")
    await alice.hears("has taken this paste down: It is <spam>.")
    await operator.does("restore-paste", "alice/buy-now")
    assert (await opened(app, "alice/buy-now")).title == "buy now"


async def test_a_blocked_account_does_nothing_but_leave(
    alice: Person, bob: Person, operator: Operator
) -> None:
    card = await pasted(alice, "some text")
    await operator.does("block", "@Alice", "--why", "Too much spam.")
    blocked = "The operator of this bot has blocked your account: Too much spam."
    await alice.says("more text")
    await alice.hears(blocked)
    await alice.sends_file("a.txt", b"text")
    await alice.hears(blocked)
    await alice.says("/follow bob")
    await alice.hears(blocked)
    await alice.presses("Delete", on=card)
    await alice.hears(blocked)
    for command in ("/deleteaccount", "/export"):  # neither opens a way around
        await alice.says(command)
        await alice.hears("Delete your account?|I'm packing|data")
        await alice.says("/new more text")
        await alice.hears(blocked)
    help_, spam = await alice.says("/help"), await alice.says("more text")
    await alice.hears(blocked)
    await alice.forwards(help_, spam)
    await alice.hears(blocked)
    await alice.says("/export")
    await alice.hears("I'm packing|export|data")
    assert "blocked: Too much spam." in await operator.does("find", str(alice.id))
    found = await operator.does("find", "alice")
    assert [line.split(",")[0] for line in found.splitlines()[1:]] == ["paste 1: alice/some-text"]
    await bob.says("still here")
    await bob.hears("/bob/still-here")
    await operator.does("unblock", "alice")
    await alice.says("/follow bob")
    await alice.hears("You're following bob")


async def test_only_who_has_the_password_reads_why_an_account_is_blocked(
    alice: Person, operator: Operator, telegram: Telegram
) -> None:
    await alice.says("/password")
    await alice.hears("Send me the new password")
    await alice.says("correct horse")
    await alice.hears("password for alice is set")
    await operator.does("block", "alice", "--why", "Reported by Jane Roe.")
    tablet = telegram.person("Tablet")
    await tablet.says("/login alice")
    await tablet.hears("password")
    await tablet.hears_nothing_of("Jane Roe", until=tablet.says("wrong horse"))
    await tablet.hears("(?i)wrong|isn't")
    await tablet.says("correct horse")
    await tablet.hears("has blocked your account: Reported by Jane Roe.")


async def test_what_was_set_aside_is_handled_again(
    engine: AsyncEngine, alice: Person, operator: Operator
) -> None:
    async with poison(engine, FAILS):
        await alice.says("poison")
        reference = await hears_the_reference(alice)
    told = await operator.does("queue")
    assert f"reference {reference}: " in told
    assert "1 set aside" in told
    assert (await operator.does("queue", "--retry")).startswith("1 set aside: they wait again.")
    await alice.hears("/alice/poison")
    assert "set aside" not in await operator.does("queue")


async def test_numbers_and_errors(alice: Person, operator: Operator) -> None:
    await pasted(alice, "a text of 24 characters.")
    told = await operator.does("stats")
    assert "accounts: 1; new in a day 1, in a week 1" in told
    assert "pastes: 1; new in a day 1, in a week 1" in told
    assert "size of their texts: 24 bytes" in told
    for address in ("@alice/a-text-of-24-characters", "paste.example:8080/alice/A-text-of-24-characters/raw"):
        assert "paste 1: alice/a-text-of-24-characters" in await operator.does("find", address)
    for words, problem in (
        (("takedown", "alice/none", "--why", "x"), "There is no such paste: alice/none."),
        (("takedown", "alice/a-text-of-24-characters", "--why", " "), "--why is empty"),
        (("takedown", "http://[", "--why", "x"), "is no address"),
        (("block", "nobody", "--why", "x"), "There is no account nobody."),
    ):
        with pytest.raises(CannotRun, match=problem):
            await operator.does(*words)
    assert await operator.does("acts") == ""
    for number in ("1", "9" * 30):
        assert await operator.does("find", number) == "No account is linked to this Telegram id."
