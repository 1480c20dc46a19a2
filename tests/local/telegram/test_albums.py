"""Albums of files that people send."""

from local.telegram.author import Impossible
from tests.local.telegram.calls import content_of, heard, refused

TWO = [("a.py", b"a"), ("b.py", b"b")]


async def test_an_album_is_as_many_messages_with_one_id(bot, alice):
    sent = await alice.sends_album(TWO, caption="both")
    first, second = await heard(bot, 2)
    assert [message.id for message in sent] == [first.message_id, second.message_id]
    assert first.media_group_id == second.media_group_id == sent[0].view["album"] is not None
    assert (first.caption, second.caption) == ("both", None)
    assert await content_of(bot, first.document) == b"a"
    await alice.sends_album(TWO, "both", captioned=1)
    another, captioned = await heard(bot, 2)
    assert (another.caption, captioned.caption) == (None, "both")
    assert another.media_group_id == captioned.media_group_id != first.media_group_id


async def test_more_than_ten_files_are_several_albums(bot, alice):
    await alice.sends_album([(f"{n}.py", b"x") for n in range(21)])
    ids = [message.media_group_id for message in await heard(bot, 21)]
    assert [ids.count(album) for album in dict.fromkeys(ids)] == [10, 10, 1]
    assert ids[-1] is None


async def test_an_album_needs_files_and_a_caption_that_is_short_enough(alice):
    await refused(alice.sends_album([]), "no file", Impossible)
    await refused(alice.sends_album(TWO, "x" * 1025, captioned=1), "at most 1024", Impossible)
    assert [message.text for message in alice.messages] == ["/start"]
