"""Deleting a paste by two presses, and restoring it by one."""

import pytest
from sqlalchemy import text

from bot.context import AppContext
from posts.errors import PostDeleted
from tests.bot.conftest import opened
from tests.conversation import Person


async def test_deleting_asks_first(alice: Person, app: AppContext) -> None:
    await alice.says("secret plan")
    await alice.hears("/alice/secret-plan")
    await alice.presses("Delete")
    await alice.hears("Delete “secret plan”\\?")
    await alice.presses("Keep it")
    await alice.hears("(?s)secret plan\n.*1 line")
    assert (await opened(app, "alice/secret-plan")).title == "secret plan"


async def test_two_presses_delete_and_one_brings_it_back(alice: Person, app: AppContext) -> None:
    await alice.says("secret plan")
    await alice.hears("/alice/secret-plan")
    await alice.presses("Delete")
    await alice.hears("Delete “secret plan”\\?")
    await alice.presses("Yes, delete")
    await alice.hears("“secret plan” is deleted")
    with pytest.raises(PostDeleted):
        await opened(app, "alice/secret-plan")
    await alice.presses("Undo")
    back = await alice.hears("It's back, with the same link")
    assert "/alice/secret-plan" in back.text
    assert (await opened(app, "alice/secret-plan")).title == "secret plan"


async def test_after_ten_minutes_it_is_gone_for_good(alice: Person, app: AppContext) -> None:
    await alice.says("secret plan")
    await alice.hears("/alice/secret-plan")
    await alice.presses("Delete")
    await alice.hears("Delete “secret plan”\\?")
    await alice.presses("Yes, delete")
    await alice.hears("is deleted")
    async with app.sessions.begin() as session:
        await session.execute(text("UPDATE posts.posts SET deleted_at = deleted_at - interval '10 minutes'"))
    await alice.presses("Undo")
    await alice.hears("more than ten minutes ago")


async def test_deleting_from_the_list_leads_back_to_the_list(alice: Person) -> None:
    for name in ("red", "blue"):
        await alice.says(f"{name} thing")
        await alice.hears(f"/alice/{name}-thing")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("^1$")
    await alice.hears("blue thing")
    await alice.presses("Delete")
    await alice.hears("Delete “blue thing”")
    await alice.presses("Yes, delete")
    await alice.hears("“blue thing” is deleted")
    await alice.presses("My pastes")
    left = await alice.hears("Your pastes")
    assert "red-thing" in left.text
    assert "blue-thing" not in left.text
