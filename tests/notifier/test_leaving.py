"""Who leaves leaves nothing behind."""

import asyncio
import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from auth.models import TelegramId, User
from local.telegram.faults import Fault, Trouble
from notifier.app import app
from notifier.files import sweep_orphans
from notifier.leaving import delete_due_accounts
from notifier.pages import forget_changed_pages
from notifier.planning import plan_alerts, plan_burned
from notifier.worker import Worker
from posts.drafts import draft_of_file, draft_of_text
from posts.errors import PostNotFound
from posts.gathering import Piece
from posts.models import Origin, Terms, Visibility
from tests.conversation import Person, Telegram
from tests.notifier.village import Village, tell
from tests.posts.keeping import keep_page, kept_page
from tests.worker import NotifierProcess

Files = Callable[[], set[str]]
TABLES = (
    "posts.posts",
    "posts.revisions",
    "posts.redirects",
    "posts.drafts",
    "posts.pieces",
    "posts.preferences",
    "posts.events",
    "notifier.subscribers",
    "notifier.deliveries",
    "notifier.exports",
    "notifier.owed_answers",
    "auth.telegram_accounts",
    "auth.users",
)


@pytest.fixture
async def phone(village: Village, alice: User) -> Person:
    return village.telegram.person("alice")


@pytest.fixture
async def full(village: Village, worker: Worker, alice: User, phone: Person) -> None:
    """Alice has something of everything."""
    post = await village.publishes(alice)
    await village.posts.rename(alice, post.id, "another")
    await village.posts.restore(alice, post.id, 1)
    file = "Привет, мир! Это заметка.".encode("cp1251")
    await village.posts.publish(alice, draft_of_file("file.txt", file, file_name="file.txt"))
    binned = await village.publishes(alice, "binned")
    await village.posts.delete(alice, binned.id)
    hidden = Terms(Visibility.PRIVATE, timedelta(days=1))
    await village.posts.publish(alice, draft_of_text("text", title="hidden"), hidden)
    await village.posts.keep_for_stranger(TelegramId(phone.id), draft_of_text("a draft"))
    await village.posts.add(Piece(Origin(1, phone.id, 1), {}))
    await village.posts.set_terms(alice, hidden)
    await village.joins("carol")
    await village.subscriptions.follow(alice, "carol")
    await village.exports.ask(alice, TelegramId(phone.id))
    await village.owed_answers.add(1, [(phone.id, "{}")])
    burned = await village.posts.publish(alice, draft_of_text("text"), Terms(burn_after_read=True))
    await village.posts.burn(burned.url, None)


async def the_day_passes(village: Village, user: User) -> None:
    await village.accounts.ask_deletion(user.id)
    await village.changes("UPDATE auth.users SET deleting_at = now() WHERE deleting_at IS NOT NULL")


async def leave(worker: Worker) -> None:
    """As the ticks do it: caches hear of the pastes' end before their author's."""
    await delete_due_accounts(worker)
    await forget_changed_pages(worker)
    await plan_burned(worker)
    await delete_due_accounts(worker)


async def test_nothing_is_left_of_who_leaves(
    village: Village, worker: Worker, alice: User, full: None, phone: Person, files: Files
) -> None:
    await the_day_passes(village, alice)
    await leave(worker)
    left = {table: await village.count(table) for table in TABLES}
    of_carol = {"auth.users": 1, "auth.telegram_accounts": 1}
    assert left == dict.fromkeys(TABLES, 0) | of_carol
    assert files() == set()
    await phone.hears("your account alice is deleted, with everything that was yours")


async def test_followers_lose_nothing_but_alice(
    village: Village, worker: Worker, alice: User, full: None, bob: Person, files: Files
) -> None:
    user = await village.accounts.find("bob")
    post = await village.publishes(user, "of bob")
    await village.posts.set_terms(user, Terms(Visibility.UNLISTED))
    await village.subscriptions.follow(user, "carol")
    await the_day_passes(village, alice)
    await leave(worker)
    assert files() == {post.content_source}
    assert (await village.posts.page_of(user.id, 0, 10)).posts == [post]
    assert await village.posts.terms_of(user) == Terms(Visibility.UNLISTED)
    assert await village.subscriptions.following(user) == ["carol"]
    await bob.hears_nothing_of("is deleted", until=village.accounts.find("bob"))


async def test_the_name_and_its_addresses_are_free(
    village: Village, worker: Worker, alice: User, full: None, phone: Person
) -> None:
    await the_day_passes(village, alice)
    await leave(worker)
    again = await village.accounts.register(TelegramId(phone.id), "alice")
    for address in ("alice/another", "alice/binned", "alice/text"):
        with pytest.raises(PostNotFound) as unknown:
            await village.posts.open(address, reader=None)
        assert unknown.value.code == "post-not-found"  # and not that somebody had it once
    assert (await village.publishes(again, "note")).url == "alice/note"


async def test_no_cache_shows_anything_of_them(
    village: Village, worker: Worker, alice: User, redis: Redis
) -> None:
    post = await village.publishes(alice)
    await keep_page(redis, post.url, "en", b"<p>secret")
    await the_day_passes(village, alice)
    await delete_due_accounts(worker)
    assert await kept_page(redis, post.url, "en") is None


async def test_the_account_stays_until_every_cache_knows(
    village: Village, worker: Worker, alice: User, phone: Person
) -> None:
    await village.publishes(alice)
    await the_day_passes(village, alice)
    for _ in range(2):
        await delete_due_accounts(worker)
    assert await village.rows("SELECT kind FROM posts.events") == [("deleted",)]
    assert await village.count("auth.users") == 1
    await forget_changed_pages(worker)
    await delete_due_accounts(worker)
    assert await village.count("auth.users") == await village.count("posts.events") == 0


async def test_a_paste_that_came_at_the_last_moment_goes_too(
    village: Village, worker: Worker, alice: User, files: Files
) -> None:
    await the_day_passes(village, alice)
    async with worker.transaction() as update:
        # As the bot does while it takes a file.
        assert await update.accounts.linked_to(TelegramId(village.telegram.person("alice").id))
        await village.publishes(alice)
        await delete_due_accounts(worker)
        assert await village.count("auth.users") == 1
        await village.publishes(alice)
    await leave(worker)
    assert files() == set()
    assert await village.count("auth.users") == 0


async def test_nobody_is_forgotten_while_a_paste_of_theirs_is_left(
    village: Village, worker: Worker, alice: User
) -> None:
    await village.publishes(alice)
    await plan_alerts(worker)
    assert not await village.posts.forget_author(alice.id, [])
    await village.changes("DELETE FROM posts.posts")
    assert await village.posts.forget_author(alice.id, [])


async def test_until_then_all_goes_on(village: Village, worker: Worker, alice: User, bob: Person) -> None:
    await village.accounts.ask_deletion(alice.id)
    await village.publishes(alice)
    await delete_due_accounts(worker)
    await tell(worker)
    await bob.hears("alice published note")
    await village.follows("carol", "alice")
    assert await village.subscriptions.followers(alice) == ["carol", "bob"]


async def test_who_thinks_better_of_it_keeps_everything(
    village: Village, worker: Worker, alice: User, full: None, phone: Person, files: Files
) -> None:
    before = files()
    await village.accounts.ask_deletion(alice.id)
    await village.accounts.cancel_deletion(alice.id)
    await phone.hears_nothing_of("is deleted", until=delete_due_accounts(worker))
    assert files() == before
    assert await village.accounts.find("alice")


async def test_a_farewell_is_said_in_every_chat_and_stops_at_none(
    village: Village, worker: Worker, alice: User, phone: Person, telegram: Telegram
) -> None:
    tablet, watch = await village.logs_in("tablet", alice), await village.logs_in("watch", alice)
    await village.accounts.set_language(alice.id, "ru")
    await tablet.blocks_the_bot()
    telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendMessage"))
    await the_day_passes(village, alice)
    await leave(worker)
    await watch.hears("аккаунт alice удалён")
    await phone.hears_nothing_of("удалён", until=leave(worker))  # the server's fault was there
    assert await village.count("auth.users") == 0


async def test_two_workers_at_once_say_one_farewell(
    village: Village, worker: Worker, alice: User, phone: Person
) -> None:
    await the_day_passes(village, alice)
    await asyncio.gather(*(delete_due_accounts(worker) for _ in range(3)))
    await phone.hears("is deleted")
    await phone.hears_nothing_of("is deleted", until=delete_due_accounts(worker))


async def test_a_worker_killed_in_the_middle_leaves_the_rest_to_the_next(
    settings: dict[str, str],
    village: Village,
    worker: Worker,
    alice: User,
    full: None,
    phone: Person,
    files: Files,
    tmp_path: Path,
) -> None:
    for number in range(300):
        await village.publishes(alice, f"note {number}")
    await the_day_passes(village, alice)
    async with NotifierProcess(settings, tmp_path) as process:
        await asyncio.to_thread(app.send_task, "notifier.delete_accounts")
        await until_below(village, "posts.posts", 250)
        await process.kill()
    assert await village.count("auth.users") == 2
    async with NotifierProcess(settings, tmp_path):
        for _ in range(2):
            await asyncio.to_thread(app.send_task, "notifier.delete_accounts")
        await phone.hears("is deleted", within=60)
    assert [await village.count(table) for table in TABLES if table.startswith("posts")] == [0] * 7
    # Of the batch in which it was killed there may be files, which are swept after a day.
    two_days_ago = time.time() - 2 * 86_400
    for file in files():
        os.utime(tmp_path / "files" / file, (two_days_ago, two_days_ago))
    await sweep_orphans(worker)
    assert files() == set()


async def until_below(village: Village, table: str, count: int) -> None:
    async with asyncio.timeout(60):
        while await village.count(table) >= count:  # noqa: ASYNC110 - another process sets no event
            await asyncio.sleep(0.01)
