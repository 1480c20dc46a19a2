"""Requests of exports, and their contents."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from auth.models import TelegramId
from notifier.errors import ExportInProgress
from notifier.exports.sending import send_exports
from posts.models import Terms, Visibility
from posts.texts.drafts import draft_of_file, draft_of_markdown, draft_of_text
from tests.notifier.export_zip import luggage_of


@pytest.fixture
def exported(village, worker, alice, phone):
    """Make an export of alice and return the ZIP file."""

    async def exported():
        await village.exports.request(await village.accounts.find("alice"), TelegramId(phone.id))
        await send_exports(worker)
        return luggage_of(village.telegram, await phone.hears(r"(All your data|Все ваши данные на) "))

    return exported


async def publish(village, author, draft, **terms):
    return await village.posts.publish(author, draft, Terms(**terms))


async def test_a_person_has_one_export_at_a_time(village, worker, alice, phone):
    await village.exports.request(alice, TelegramId(phone.id))
    with pytest.raises(ExportInProgress):
        await village.exports.request(alice, TelegramId(7))
    _, bob = await village.joins("bob")
    await village.exports.request(bob, TelegramId(7))
    await send_exports(worker)
    await village.exports.request(alice, TelegramId(phone.id))


async def test_a_chat_unlinked_before_sending_gets_no_export(village, worker, alice, phone):
    await village.exports.request(alice, TelegramId(phone.id))
    await village.changes("DELETE FROM auth.telegram_accounts")
    await phone.hears_nothing_of("All your data", until=send_exports(worker))
    assert await village.rows("SELECT status FROM notifier.exports") == [("failed",)]


async def test_an_export_contains_the_profile_and_preferences_and_has_the_date_in_its_name(
    village, alice, phone, exported
):
    tablet = await village.logs_in("tablet", alice)
    await village.accounts.set_language(alice.id, "ru")
    await village.posts.set_terms(alice, Terms(Visibility.UNLISTED, timedelta(days=7)))
    luggage = await exported()
    assert luggage.dated == "postebin-alice-today.zip"
    assert luggage.names == ["profile.json", "follows.json", "preferences.json", "pastes.json", "drafts.json"]
    assert await village.rows("SELECT status, parts_sent FROM notifier.exports") == [("sent", 1)]
    assert "Все ваши данные на " in phone.messages[-1].text
    assert luggage.json("profile.json") == {
        "username": "alice",
        "language": "ru",
        "registered": alice.registered_at.isoformat(),
        "has_password": True,
        "telegram_ids": [phone.id, tablet.id],
    }
    preferences = {"visibility": "unlisted", "lifetime": 604_800, "burn_after_read": False}
    assert luggage.json("preferences.json") == preferences


async def test_an_export_contains_subscriptions_in_both_directions(village, alice, bob, exported):
    await village.joins("carol")
    await village.subscriptions.follow(alice, "carol")
    await village.has_many_followers(alice, 150)
    follows = (await exported()).json("follows.json")
    query = f"SELECT created_at FROM notifier.subscribers WHERE follower = {alice.id}"
    ((since,),) = await village.rows(query)
    assert follows["following"] == [{"username": "carol", "since": since.isoformat(), "notification": "on"}]
    assert len(follows["followers"]) == 151
    assert follows["followers"][0]["username"] == "bob"


async def test_an_export_contains_all_revisions_and_metadata_of_a_paste(village, alice, phone, exported):
    until = datetime.now(UTC) + timedelta(days=3)
    post = await publish(village, alice, draft_of_text("print(1)\n", title="main.py"))
    await village.posts.rename(alice, post.id, "again.py")
    post = await village.posts.set_expiry(alice, post.id, until)
    await village.posts.restore(alice, post.id, 1)
    await village.posts.revise(alice, TelegramId(phone.id), post, draft_of_text("print(2)\n", title="x"))
    luggage = await exported()
    (paste,) = luggage.json("pastes.json")
    revisions = paste.pop("revisions")
    assert paste | {"updated": "", "sha256": ""} == {
        "id": post.id,
        "title": "again.py",
        "url": "https://postebin.example.com/alice/again.py",
        "old_addresses": ["https://postebin.example.com/alice/main.py"],
        "visibility": "public",
        "format": "plain",
        "language": "python",
        "created": post.created_at.isoformat(),
        "updated": "",
        "expires": until.isoformat(),
        "burn_after_read": False,
        "size": 9,
        "lines": 1,
        "sha256": "",
        "views": 0,
        "revision": 2,
        **dict.fromkeys(("encoding", "forwarded_from", "original")),
    }
    assert [(text["number"], text["file"], text["size"]) for text in revisions] == [
        (1, "pastes/again.py/1.py", 9),
        (2, "pastes/again.py/2.py", 9),
    ]
    assert [luggage.read(text["file"]) for text in revisions] == [b"print(1)\n", b"print(2)\n"]
    assert paste["sha256"] == revisions[1]["sha256"] != revisions[0]["sha256"]


async def test_an_export_contains_the_original_bytes_of_a_file(village, alice, exported):
    content = "Привет, мир! Это заметка на русском языке.".encode("cp1251")
    await publish(village, alice, draft_of_file("заметка", content, file_name="note.txt"))
    luggage = await exported()
    (paste,) = luggage.json("pastes.json")
    assert paste["encoding"] == "windows-1251"
    assert luggage.read(paste["original"]) == content
    assert luggage.read(paste["revisions"][0]["file"]).decode() == content.decode("cp1251")


async def test_an_export_contains_private_pastes_but_no_deleted_ones(village, worker, alice, exported):
    def draft(title):
        return draft_of_text("text", title=title)

    for visibility in Visibility:
        await publish(village, alice, draft(visibility), visibility=visibility)
    await publish(village, alice, draft("burns"), burn_after_read=True)
    await publish(village, alice, draft("expired"), lifetime=timedelta(minutes=1))
    await village.changes("UPDATE posts.posts SET expires_at = now() WHERE title = 'expired'")
    for title in ("deleted", "deleted during packing"):
        post = await village.publishes(alice, title)
        if title == "deleted":
            await village.posts.delete(alice, post.id)
        else:
            await worker.storage.delete(post.content_source)
    _, bob = await village.joins("bob")
    await village.publishes(bob, "somebody else's")
    luggage = await exported()
    there = ["public", "unlisted", "private", "burns"]
    assert [paste["title"] for paste in luggage.json("pastes.json")] == [*there, "deleted during packing"]
    names = [re.sub("-.*/", "/", name) for name in luggage.names[5:]]
    assert names == [f"pastes/{title}/1.txt" for title in there]


async def test_an_export_contains_pending_drafts(village, phone, exported):
    text = "# Привет, это запрос на русском языке\nprint(1)"
    draft = draft_of_file("q.py", text.encode("cp1251"), file_name="q.py")
    await village.posts.save_for_stranger(TelegramId(phone.id), draft)
    await village.posts.save_for_stranger(TelegramId(7), draft_of_text("of somebody else"))
    luggage = await exported()
    (told,) = luggage.json("drafts.json")
    assert (told["title"], told["language"], told["reason"]) == ("q.py", "python", "stranger")
    assert luggage.read(told["file"]).decode() == text
    assert luggage.read(told["original"]).decode("cp1251") == text
    assert await village.count("posts.drafts") == 2


async def test_file_names_are_valid_on_windows(village, alice, exported):
    names = {
        "con": "pastes/_con/1.txt",
        "Aux.PY": "pastes/_aux.py/1.py",
        "lpt1.tar.gz": "pastes/_lpt1.tar.gz/1.txt",
        "console": "pastes/console/1.txt",
        "Release 2.1": "pastes/release-2.1/1.txt",
        "a:b|c?": "pastes/a-b-c/1.txt",
    }
    for title in names:
        await publish(village, alice, draft_of_text("text", title=title))
    await publish(village, alice, draft_of_markdown("# *W*", plain="W", title="words"))
    luggage = await exported()
    assert luggage.names[5:] == [*names.values(), "pastes/words/1.md"]
    devices = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
    assert not any(devices.fullmatch(part) for name in luggage.names for part in name.split("/"))
