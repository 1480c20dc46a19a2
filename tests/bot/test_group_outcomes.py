"""/paste in groups where the group gets no link."""

import pytest

from bot.context import AppContext
from tests.bot.conftest import published
from tests.bot.published import pastes
from tests.conversation import Telegram
from tests.group import Group
from tests.person import Person


@pytest.fixture
def group(telegram: Telegram, alice: Person, bob: Person) -> Group:
    return telegram.group("Developers", [alice, bob])


async def test_who_keeps_new_pastes_private_has_the_link_alone(
    group: Group, alice: Person, bob: Person
) -> None:
    await bob.says("/settings")
    await bob.presses("Visibility", on=await bob.hears("Defaults for new pastes|Visibility"))
    await bob.hears("Defaults for new pastes")
    await bob.presses("Private")
    await bob.hears("Visibility: 🔒 Private")
    said = await group.says(alice, "Boil water.")
    await group.replies(bob, said, "/paste")
    notice = await group.hears("only for you: your new pastes are private")
    assert "boil" not in notice.text.lower()
    await bob.hears("(?s)/bob/boil-water.*🔒 Private")
    assert not any("/bob/" in message.text for message in group.messages if message.from_bot)


async def test_a_message_whose_paste_was_deleted_is_published_anew(
    group: Group, alice: Person, bob: Person, app: AppContext
) -> None:
    said = await group.says(alice, "Boil water.")
    await group.replies(bob, said, "/paste")
    await group.hears("/bob/boil-water")
    await bob.says("/my")
    await bob.hears("Your pastes")
    await bob.presses("1")
    await bob.hears("/bob/boil-water")
    await bob.presses("Delete")
    await bob.hears("Delete “Boil water")
    await bob.presses("Yes")
    await bob.hears("Undo|deleted|Deleted")
    await group.replies(bob, said, "/paste")
    answer = await group.hears("/bob/boil-water")
    url = answer.text.split("localhost:8080/")[1].split()[0]
    assert await published(app, url) == "Boil water."


async def test_who_speaks_as_the_group_is_asked_to_speak_for_themselves(
    telegram: Telegram, group: Group, alice: Person, bob: Person, app: AppContext
) -> None:
    masha = telegram.person("Маша", language="ru")
    group.adds(masha, by=alice)
    group.promotes(bob, anonymous=True)
    for author, asked in ((alice, "under your own name"), (masha, "от своего имени")):
        said = await group.says(author, "Boil water.")
        await group.replies(bob, said, "/paste")
        notice = await group.hears(asked)
        assert not notice.links
    await group.says(bob, "/paste")
    await group.hears("under your own name")
    assert not await pastes(app, 2)
    group.promotes(bob)
    await group.replies(bob, said, "/paste")
    await group.hears("/bob/boil-water")


async def test_what_was_said_as_the_group_can_be_published(
    group: Group, alice: Person, bob: Person, app: AppContext
) -> None:
    group.promotes(bob, anonymous=True)
    said = await group.says(bob, "Rules of the house")
    await group.replies(alice, said, "/paste")
    await group.hears("/alice/rules-of-the-house")
    assert await published(app, "alice/rules-of-the-house") == "Rules of the house"
