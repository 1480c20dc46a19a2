"""A file that is being downloaded while its sender registers is published."""

from aiogram import Bot

from bot.context import AppContext
from local.telegram.faults import DOWNLOAD, Fault, Trouble
from tests.bot.conftest import registered
from tests.bot.published import pastes, text_behind
from tests.conversation import Person, Telegram


async def test_what_they_asked_for_in_a_group_is_published_for_who_registers_while_it_is_fetched(
    telegram: Telegram, bot: Bot, alice: Person, app: AppContext
) -> None:
    carol = telegram.person("Carol")
    group = telegram.group("Friends", [alice, carol])
    said = await group[alice].sends_file("notes.txt", b"our notes\n")
    fetching = Fault(Trouble.SLOW, DOWNLOAD, seconds=300)
    telegram.world.faults.add(fetching)
    await group.replies(carol, said, "/paste")
    await group[carol].sees_it_typing()
    await registered(carol, "carol")
    fetching.over.set()
    card = await group.hears("/carol/notes.txt")
    assert await text_behind(card, app) == "our notes\n"


async def test_who_registers_after_it_was_kept_has_it_once(
    telegram: Telegram, bot: Bot, app: AppContext
) -> None:
    carol = telegram.person("Carol")
    await carol.sends_album([("one.py", b"import os\n"), ("two.txt", b"two\n")])
    await carol.hears("Saved “one.py” and 1 more")
    await carol.says("carol")
    await carol.hears("/carol/one.py")
    await carol.hears("/carol/two.txt")
    assert len(await pastes(app)) == 2
