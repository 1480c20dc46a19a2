"""The contents of an export."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from auth.models import TelegramId, User
from notifier.exports.sending import send_exports
from notifier.worker import Worker
from posts.models import Draft, Post, Terms, Visibility
from posts.texts.drafts import draft_of_file, draft_of_markdown, draft_of_text
from tests.conversation import Person
from tests.notifier.export_zip import Luggage, luggage_of
from tests.notifier.village import Village


@pytest.fixture
async def phone(village: Village, alice: User) -> Person:
    return village.telegram.person("alice")


async def exported(village: Village, worker: Worker, user: User, to: Person) -> Luggage:
    await village.exports.request(user, TelegramId(to.id))
    await send_exports(worker)
    return luggage_of(village.telegram, await to.hears(r"(All your data|Все ваши данные на) "))


async def publish(village: Village, author: User, draft: Draft, **terms: object) -> Post:
    post: Post = await village.posts.publish(author, draft, Terms(**terms))  # type: ignore[arg-type]
    return post


async def test_the_file_name_contains_the_date(
    village: Village, worker: Worker, alice: User, phone: Person
) -> None:
    luggage = await exported(village, worker, alice, phone)
    assert luggage.dated == "postebin-alice-today.zip"
    assert luggage.names == ["profile.json", "follows.json", "preferences.json", "pastes.json", "drafts.json"]
    assert await village.rows("SELECT status, parts_sent FROM notifier.exports") == [("sent", 1)]


async def test_an_export_contains_the_profile(
    village: Village, worker: Worker, alice: User, phone: Person
) -> None:
    tablet = await village.logs_in("tablet", alice)
    await village.accounts.set_language(alice.id, "ru")
    assert (await exported(village, worker, alice, phone)).json("profile.json") == {
        "username": "alice",
        "language": "ru",
        "registered": alice.registered_at.isoformat(),
        "has_password": True,
        "telegram_ids": [phone.id, tablet.id],
    }


async def test_an_export_contains_subscriptions_in_both_directions(
    village: Village, worker: Worker, alice: User, phone: Person, bob: Person
) -> None:
    await village.joins("carol")
    await village.subscriptions.follow(alice, "carol")
    await village.has_many_followers(alice, 150)
    follows = (await exported(village, worker, alice, phone)).json("follows.json")
    ((since,),) = await village.rows(
        f"SELECT created_at FROM notifier.subscribers WHERE follower = {alice.id}"
    )
    assert follows["following"] == [{"username": "carol", "since": since.isoformat(), "notification": "on"}]
    assert len(follows["followers"]) == 151
    assert follows["followers"][0]["username"] == "bob"


async def test_an_export_contains_the_preferences(
    village: Village, worker: Worker, alice: User, phone: Person
) -> None:
    await village.posts.set_terms(alice, Terms(Visibility.UNLISTED, timedelta(days=7)))
    preferences = (await exported(village, worker, alice, phone)).json("preferences.json")
    assert preferences == {"visibility": "unlisted", "lifetime": 604_800, "burn_after_read": False}


async def test_an_export_contains_all_revisions_and_metadata_of_a_paste(
    village: Village, worker: Worker, alice: User, phone: Person
) -> None:
    until = datetime.now(UTC) + timedelta(days=3)
    post = await publish(village, alice, draft_of_text("print(1)\n", title="main.py"))
    await village.posts.rename(alice, post.id, "again.py")
    post = await village.posts.set_expiry(alice, post.id, until)
    await village.posts.restore(alice, post.id, 1)
    await village.posts.revise(alice, TelegramId(phone.id), post, draft_of_text("print(2)\n", title="x"))
    luggage = await exported(village, worker, alice, phone)
    (told,) = luggage.json("pastes.json")
    revisions = told.pop("revisions")
    assert told | {"updated": "", "sha256": ""} == {
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
        "encoding": None,
        "forwarded_from": None,
        "original": None,
        "revision": 2,
    }
    assert [(text["number"], text["file"], text["size"]) for text in revisions] == [
        (1, "pastes/again.py/1.py", 9),
        (2, "pastes/again.py/2.py", 9),
    ]
    assert luggage.read("pastes/again.py/1.py") == b"print(1)\n"
    assert luggage.read("pastes/again.py/2.py") == b"print(2)\n"
    assert told["sha256"] == revisions[1]["sha256"] != revisions[0]["sha256"]


async def test_an_export_contains_the_original_bytes_of_a_file(
    village: Village, worker: Worker, alice: User, phone: Person
) -> None:
    content = "Привет, мир! Это заметка на русском языке.".encode("cp1251")
    await publish(village, alice, draft_of_file("заметка", content, file_name="note.txt"))
    luggage = await exported(village, worker, alice, phone)
    (told,) = luggage.json("pastes.json")
    assert told["encoding"] == "windows-1251"
    assert luggage.read(told["original"]) == content
    assert luggage.read(told["revisions"][0]["file"]).decode() == content.decode("cp1251")


async def test_an_export_contains_private_pastes_but_no_deleted_ones(
    village: Village, worker: Worker, alice: User, phone: Person
) -> None:
    for visibility in Visibility:
        await publish(village, alice, draft_of_text("text", title=visibility), visibility=visibility)
    await publish(village, alice, draft_of_text("text", title="burns"), burn_after_read=True)
    await publish(village, alice, draft_of_text("text", title="expired"), lifetime=timedelta(minutes=1))
    await village.changes("UPDATE posts.posts SET expires_at = now() WHERE title = 'expired'")
    deleted = await village.publishes(alice, "deleted")
    await village.posts.delete(alice, deleted.id)
    _, bob = await village.joins("bob")
    await village.publishes(bob, "somebody else's")
    luggage = await exported(village, worker, alice, phone)
    titles = [told["title"] for told in luggage.json("pastes.json")]
    assert titles == ["public", "unlisted", "private", "burns"]
    assert len([name for name in luggage.names if name.startswith("pastes/")]) == 4


async def test_an_export_contains_pending_drafts(
    village: Village, worker: Worker, alice: User, phone: Person
) -> None:
    text = "# Привет, это запрос на русском языке\nprint(1)"
    draft = draft_of_file("q.py", text.encode("cp1251"), file_name="q.py")
    await village.posts.save_for_stranger(TelegramId(phone.id), draft)
    await village.posts.save_for_stranger(TelegramId(7), draft_of_text("of somebody else"))
    luggage = await exported(village, worker, alice, phone)
    (told,) = luggage.json("drafts.json")
    assert (told["title"], told["language"], told["reason"]) == ("q.py", "python", "stranger")
    assert luggage.read(told["file"]).decode() == text
    assert luggage.read(told["original"]).decode("cp1251") == text
    assert await village.count("posts.drafts") == 2


@pytest.mark.parametrize(
    ("title", "draft", "file"),
    [
        ("con", draft_of_text("text", title="con"), "pastes/_con/1.txt"),
        ("Aux.PY", draft_of_text("text", title="Aux.PY"), "pastes/_aux.py/1.py"),
        ("lpt1.tar.gz", draft_of_text("text", title="lpt1.tar.gz"), r"pastes/_lpt1.tar.gz/1.txt"),
        ("console", draft_of_text("text", title="console"), "pastes/console/1.txt"),
        ("Release 2.1", draft_of_text("text", title="Release 2.1"), "pastes/release-2.1/1.txt"),
        ("a:b|c?", draft_of_text("text", title="a:b|c?"), "pastes/a-b-c/1.txt"),
        ("words", draft_of_markdown("# *W*", plain="W", title="words"), "pastes/words/1.md"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_file_names_are_valid_on_windows(
    village: Village, worker: Worker, alice: User, phone: Person, title: str, draft: Draft, file: str
) -> None:
    await publish(village, alice, draft)
    luggage = await exported(village, worker, alice, phone)
    assert luggage.names[5:] == [file]
    devices = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
    assert not any(devices.fullmatch(part) for name in luggage.names for part in name.split("/"))


async def test_a_paste_deleted_during_packing_is_left_out(
    village: Village, worker: Worker, alice: User, phone: Person
) -> None:
    post = await village.publishes(alice, "gone")
    await village.publishes(alice, "there")
    await worker.storage.delete(post.content_source)
    luggage = await exported(village, worker, alice, phone)
    assert luggage.names[5:] == ["pastes/there/1.txt"]
