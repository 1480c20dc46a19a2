"""Groups that become supergroups get another id: replies to the old one go to the new one."""

from local.telegram.faults import Fault, Trouble
from tests.conversation import Person, Telegram


async def test_a_link_that_waits_for_the_old_group_comes_in_the_new_one(
    telegram: Telegram, alice: Person, bob: Person
) -> None:
    group = telegram.group("Developers", [alice, bob], supergroup=False)
    said = await group.says(alice, "worth a paste")
    telegram.world.updates.hold()
    await group.replies(bob, said, "/paste")
    upgraded = group.upgraded()
    telegram.world.updates.release()
    await upgraded.hears("/bob/worth-a-paste")


async def test_all_that_waits_comes_and_in_its_order(telegram: Telegram, alice: Person, bob: Person) -> None:
    group = telegram.group("Developers", [alice, bob], supergroup=False)
    telegram.world.updates.hold()
    for number in range(4):
        said = await group.says(alice, f"thought {number}")
        await group.replies(bob, said, "/paste")
    upgraded = group.upgraded()
    telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendMessage"))
    telegram.world.updates.release()
    await upgraded.hears("/bob/thought-3\n")
    links = [message.text for message in upgraded.messages if message.from_bot and message.matches("/bob/")]
    assert len(links) == 4
    assert all(f"thought {number}" in link for number, link in enumerate(links))


async def test_in_the_new_group_the_bot_is_as_it_was_and_says_nothing_of_it(
    telegram: Telegram, alice: Person, bob: Person
) -> None:
    upgraded = telegram.group("Developers", [alice, bob], supergroup=False).upgraded()
    said = await upgraded.says(alice, "in the new group")
    await upgraded.replies(bob, said, "/paste")
    await upgraded.hears("/bob/in-the-new-group")
    spoken = [message for message in upgraded.messages if message.from_bot and not message.view["service"]]
    assert len(spoken) == 1
    await bob.says("in private")
    await bob.hears("/bob/in-private")
