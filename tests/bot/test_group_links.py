"""/paste in groups by people who have to decide something first: the group gets the link later."""

import pytest
from redis.asyncio import Redis

from bot.context import AppContext
from tests.bot.conftest import Limits, pasted, published
from tests.bot.credentials import TOKEN
from tests.bot.test_limits import the_window_ends
from tests.chat_message import ChatMessage
from tests.conversation import Telegram
from tests.group import Group
from tests.person import Person

TEXT = f"my config\ntoken = '{TOKEN}'"


@pytest.fixture
def group(telegram: Telegram, alice: Person, bob: Person) -> Group:
    return telegram.group("Developers", [alice, bob])


@pytest.fixture
def carol(telegram: Telegram, group: Group, alice: Person) -> Person:
    """Person without an account."""
    carol = telegram.person("Carol")
    group.adds(carol, by=alice)
    return carol


def links_in(group: Group) -> list[str]:
    return [message.text for message in group.messages if message.from_bot and "localhost" in message.text]


async def held_for(bob: Person, group: Group, said: ChatMessage) -> ChatMessage:
    await group.replies(bob, said, "/paste")
    notice = await group.hears("I've sent you a message about it")
    await bob.hears("seems to contain a secret")
    return notice


async def test_published_anyway_the_group_has_the_link_as_a_reply(
    group: Group, alice: Person, bob: Person, app: AppContext
) -> None:
    said = await group.says(alice, TEXT)
    notice = await held_for(bob, group, said)
    await bob.presses("Publish anyway")
    await bob.hears("(?s)/bob/my-config.*Public")
    link = await group.hears("(?s)📋 my config\n.*/bob/my-config")
    assert link.buttons == ["📋 Copy link"]
    assert link.reply_to == said.id
    assert await published(app, "bob/my-config") == TEXT
    await group[bob].until(lambda: notice.deleted)


async def test_over_a_limit_the_group_has_the_link_when_it_is_published(
    group: Group, alice: Person, bob: Person, limits: Limits, redis: Redis
) -> None:
    limits.limit_pastes_a_minute = 1
    await pasted(bob, "thing 1")
    said = await group.says(alice, "thing 2")
    await group.replies(bob, said, "/paste")
    await group.hears("I've sent you a message about it")
    await bob.hears("The limit is 1 paste a minute")
    await bob.presses("Publish now")
    await bob.hears_toast("Not yet")
    assert not links_in(group)
    await the_window_ends(redis)
    await bob.presses("Publish now")
    link = await group.hears("/bob/thing-2")
    assert link.reply_to == said.id


async def test_what_is_made_private_or_cancelled_is_not_linked_in_the_group(
    group: Group, alice: Person, bob: Person
) -> None:
    for button, outcome in (("Make private", "🔒 Private"), ("Cancel", "Drafts? deleted")):
        await held_for(bob, group, await group.says(alice, TEXT))
        await bob.presses(button)
        await bob.hears(outcome)
    said = await group.says(alice, "something else")
    await group.replies(bob, said, "/paste")
    await group.hears("/bob/something-else")
    assert len(links_in(group)) == 1


async def test_it_has_the_link_also_of_what_somebody_else_has_published(
    group: Group, alice: Person, bob: Person
) -> None:
    said = await group.says(alice, TEXT)
    for person, name in ((alice, "alice"), (bob, "bob")):
        await held_for(person, group, said)
        await person.presses("Publish anyway")
        link = await group.hears(f"/{name}/my-config")
        assert link.reply_to == said.id


async def test_what_came_in_private_is_told_in_no_group(group: Group, bob: Person) -> None:
    await bob.says(TEXT)
    await bob.hears("seems to contain a secret")
    await bob.presses("Publish anyway")
    await bob.hears("/bob/my-config")
    await bob.says("something else")
    await bob.hears("/bob/something-else")
    assert not links_in(group)


async def test_a_stranger_is_told_what_is_kept_and_the_group_has_the_link(
    group: Group, alice: Person, carol: Person
) -> None:
    said = await group.says(alice, "How to make tea\nBoil water.")
    await group.replies(carol, said, "/paste")
    notice = await group.hears("Saved for you")
    assert notice.links == ["https://t.me/postebin_bot?start=paste"]
    await carol.says("/start paste")
    asked = await carol.hears("(?s)Saved “How to make tea”.*username")
    assert any("carol" in button for button in asked.buttons)
    await carol.says("carol")
    await carol.hears("/carol/how-to-make-tea")
    link = await group.hears("/carol/how-to-make-tea")
    assert link.reply_to == said.id


async def test_a_stranger_who_takes_the_name_in_one_tap(group: Group, alice: Person, carol: Person) -> None:
    for text in ("How to make tea", "How to make coffee"):
        said = await group.says(alice, text)
        await group.replies(carol, said, "/paste")
        await group.hears("Saved for you")
    await carol.says("/start paste")
    await carol.hears("Saved “How to make tea” and 1 more")
    await carol.presses("carol")
    await group.hears("/carol/how-to-make-tea")
    await group.hears("/carol/how-to-make-coffee")


async def test_a_stranger_reads_it_in_russian(telegram: Telegram, group: Group, alice: Person) -> None:
    boris = telegram.person("Boris", language="ru")
    group.adds(boris, by=alice)
    said = await group.says(alice, "Как заварить чай")
    await group.replies(boris, said, "/paste")
    await group.hears("Сохранил для вас")
    await boris.says("/start paste")
    await boris.hears("(?s)Сохранил «Как заварить чай».*ник")


async def test_what_a_stranger_must_decide_about_waits_for_that(
    group: Group, alice: Person, carol: Person
) -> None:
    said = await group.says(alice, TEXT)
    await group.replies(carol, said, "/paste")
    await group.hears("Saved for you")
    await carol.says("/start paste")
    await carol.hears("Saved “")
    await carol.says("carol")
    await carol.hears("seems to contain a secret")
    assert not links_in(group)
    await carol.presses("Publish anyway")
    link = await group.hears("/carol/my-config")
    assert link.reply_to == said.id
