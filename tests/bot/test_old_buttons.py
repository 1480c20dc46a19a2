"""Buttons of earlier versions, and of other people."""

from sqlalchemy import text

from bot.cards.callbacks import Delete, SetVisibility
from bot.context import AppContext
from posts.models import Visibility
from tests.bot.conftest import opened, pasted, published
from tests.bot.credentials import TOKEN
from tests.chat_message import ChatMessage
from tests.conversation import Person, Telegram


def data_of(telegram: Telegram, card: ChatMessage, button: str) -> str:
    [found] = [shown["data"] for row in card.keyboard for shown in row if button in shown["text"]]
    return str(found)


async def presses_forged(telegram: Telegram, person: Person, card: ChatMessage, data: str) -> None:
    """Press a button with forged data."""
    message = telegram.world.state.messages[person.id][card.id]
    own, forged = message.keyboard, {"inline_keyboard": [[{"text": "Forged", "callback_data": data}]]}
    message.keyboard = forged
    await person.presses("Forged", on=card)
    message.keyboard = own


async def test_the_buttons_of_another_persons_paste_do_nothing(
    telegram: Telegram, alice: Person, bob: Person
) -> None:
    card = await pasted(alice, "of alice")
    for button in ("Rename", "Visibility", "Expiry", "Edit", "As a file", "Delete"):
        # After the first press: a paste again, because no answer is waited for.
        own = await pasted(bob, f"before {button}")
        await presses_forged(telegram, bob, own, data_of(telegram, card, button))
        await bob.hears("This paste is gone")
    await pasted(bob, "the last")


async def test_nobody_changes_or_deletes_the_paste_of_somebody_else(
    telegram: Telegram, alice: Person, bob: Person, app: AppContext
) -> None:
    await pasted(alice, "of alice")
    post = (await opened(app, "alice/of-alice")).id
    own = await pasted(bob, "of bob")
    await presses_forged(telegram, bob, own, SetVisibility(post=post, visibility=Visibility.PRIVATE).pack())
    await bob.hears("This paste is gone")
    await presses_forged(telegram, bob, own, Delete(post=post).pack())
    await presses_forged(telegram, bob, own, "post:1:nowhere")
    await bob.hears("This paste is gone")
    assert await published(app, "alice/of-alice") == "of alice"


async def test_nobody_publishes_what_is_kept_for_somebody_else(
    telegram: Telegram, alice: Person, bob: Person
) -> None:
    await alice.says(f"secret {TOKEN}")
    warning = await alice.hears("Not published yet")
    own = await pasted(bob, "of bob")
    await presses_forged(telegram, bob, own, data_of(telegram, warning, "Publish anyway"))
    await bob.hears_toast("Already done")
    await presses_forged(telegram, bob, own, data_of(telegram, warning, "Cancel"))
    await bob.hears_toast("Already done")
    await alice.presses("Publish anyway")
    await alice.hears("/alice/20\\d\\d-")


async def test_a_button_that_nobody_knows_any_more_says_so(telegram: Telegram, alice: Person) -> None:
    card = await pasted(alice, "some text")
    for data in ("from:another:time", "post:what", "vis:1::secret:0", "my:999999999z"):
        await presses_forged(telegram, alice, card, data)
    for _ in range(3):
        await alice.hears_toast("This button has expired. /my shows your pastes")
    # A place that nobody knows is the list's beginning.
    await alice.hears("Your pastes")


async def test_a_paste_that_has_expired_is_gone_for_its_buttons(alice: Person, app: AppContext) -> None:
    await pasted(alice, "some text")
    async with app.sessions.begin() as session:
        await session.execute(text("UPDATE posts.posts SET expires_at = now()"))
    await alice.presses("Rename")
    await alice.hears("This paste has expired. /my")


async def test_a_strangers_press_says_how_to_begin(telegram: Telegram, alice: Person) -> None:
    card = await pasted(alice, "some text")
    eve = telegram.person("Eve")
    await eve.says("/start")
    greeting = await eve.hears("choose your username")
    await presses_forged(telegram, eve, greeting, data_of(telegram, card, "Delete"))
    await eve.hears("You don't have an account yet")


async def test_a_number_out_of_bounds_makes_a_button_unknown(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    card = await pasted(alice, "some text")
    before = await opened(app, "alice/some-text")
    for data in (
        *("post:-1:", f"post:{2**63}:", "vis:1::everybody:1"),
        *("exp:1::999999999", "rest:1::-5", f"rest:1::{2**31}"),
    ):
        await presses_forged(telegram, alice, card, data)
        await alice.hears_toast("This button has expired")
    assert await opened(app, "alice/some-text") == before


async def test_a_revision_or_an_encoding_that_is_not_there_changes_nothing(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    card = await pasted(alice, "some text")
    before = await opened(app, "alice/some-text")
    await presses_forged(telegram, alice, card, f"rest:{before.id}::77")
    await alice.hears("I no longer have this version")
    for data in (f"enc:{before.id}::no-such", f"post:{2**63 - 1}:"):
        await presses_forged(telegram, alice, card, data)
        await alice.hears_toast(".")
    assert not any(message.matches("went wrong on my side") for message in alice.messages)
    assert await opened(app, "alice/some-text") == before
