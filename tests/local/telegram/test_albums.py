"""Albums of files that people send."""

import pytest
from aiogram import Bot
from aiogram.types import Message

from local.telegram.author import Impossible
from tests.conversation import Person


async def heard(bot: Bot) -> list[Message]:
    return [update.message for update in await bot.get_updates() if update.message][1:]


async def test_an_album_is_as_many_messages_with_one_id(bot: Bot, alice: Person) -> None:
    sent = await alice.sends_album([("a.py", b"a"), ("b.py", b"b")], caption="both")
    first, second = await heard(bot)
    assert [message.id for message in sent] == [first.message_id, second.message_id]
    assert first.media_group_id is not None
    assert first.media_group_id == second.media_group_id == sent[0].view["album"]
    assert (first.caption, second.caption) == ("both", None)
    assert first.document is not None
    content = await bot.download(first.document)
    assert content is not None
    assert content.read() == b"a"


async def test_the_caption_may_be_on_another_file(bot: Bot, alice: Person) -> None:
    await alice.sends_album([("a.py", b"a"), ("b.py", b"b")], "both", captioned=1)
    assert [message.caption for message in await heard(bot)] == [None, "both"]


async def test_two_albums_have_two_ids(bot: Bot, alice: Person) -> None:
    for _ in range(2):
        await alice.sends_album([("a.py", b"a"), ("b.py", b"b")])
    assert len({message.media_group_id for message in await heard(bot)}) == 2


async def test_more_than_ten_files_are_several_albums(bot: Bot, alice: Person) -> None:
    await alice.sends_album([(f"{n}.py", b"x") for n in range(21)])
    ids = [message.media_group_id for message in await heard(bot)]
    assert [ids.count(album) for album in dict.fromkeys(ids)] == [10, 10, 1]
    assert ids[-1] is None


async def test_an_album_has_files_and_a_caption_that_is_short_enough(alice: Person) -> None:
    with pytest.raises(Impossible, match="no file"):
        await alice.sends_album([])
    with pytest.raises(Impossible, match="at most 1024"):
        await alice.sends_album([("a", b"a"), ("b", b"b")], "x" * 1025, captioned=1)
    assert [message.text for message in alice.messages] == ["/start"]
