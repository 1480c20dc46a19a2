"""A text over the size of a paste waits as a draft, and can be had as a file."""

from bot.context import AppContext
from tests.bot.conftest import Limits, pasted, published
from tests.bot.test_as_a_file import sent_back
from tests.conversation import Person, Telegram


async def test_a_paste_that_is_too_large_is_kept_until_more_is_allowed(
    alice: Person, limits: Limits, app: AppContext
) -> None:
    limits.limit_paste_size = 1024
    await alice.sends_file("long.txt", b"x" * 1025)
    held = await alice.hears("Saved, not published: “long.txt”. It's over the limit of 1\\skB for one paste")
    await alice.presses("Publish now")
    await alice.hears_toast("Still too large: the limit is 1\\skB. The draft is saved")
    limits.limit_paste_size = 1025
    await alice.presses("Publish now")
    assert (await alice.hears("/alice/long.txt")).id == held.id
    assert await published(app, "alice/long.txt") == "x" * 1025


async def test_what_is_too_large_comes_back_as_a_file(
    telegram: Telegram, alice: Person, limits: Limits
) -> None:
    limits.limit_paste_size = 1024
    text = "a long story " * 100 + "🎉"
    await alice.says(text)
    await alice.hears("It's over the limit of 1\\skB for one paste")
    await alice.presses("As a file")
    name, content = await sent_back(telegram, alice)
    assert (name[:6], name[-4:], content) == ("a-long", ".txt", text.encode())


async def test_a_new_text_that_is_too_large_is_kept_too(
    alice: Person, limits: Limits, app: AppContext
) -> None:
    card = await pasted(alice, "thing 1")
    limits.limit_paste_size = 10
    await alice.replies(card, "thing 1, changed")
    await alice.hears(
        "Saved, not published: the new text of “thing 1”. It's over the limit of 10 bytes for one paste"
    )
    limits.limit_paste_size = 100
    await alice.presses("Publish now")
    await alice.hears("version 2")
    assert await published(app, "alice/thing-1") == "thing 1, changed"
