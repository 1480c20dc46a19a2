"""A deleted account leaves nothing behind, also after a crash of the worker or a publication meanwhile."""

import asyncio

import pytest

from auth.models import TelegramId
from local.telegram.faults import Fault, Trouble
from notifier.account_deletion import delete_due_accounts
from notifier.app import app
from notifier.events import invalidate_changed_pages, plan_alerts
from posts.errors import PostNotFound
from posts.models import Terms, Visibility
from tests.notifier.full_account import TABLES, leave, the_day_passes
from tests.notifier.full_account import full as full
from tests.notifier.village import tell
from tests.patience import PATIENCE
from tests.posts.cached_pages import cache_page, cached_page
from tests.worker import NotifierProcess


async def test_of_a_deleted_account_nothing_is_left_and_of_others_everything(
    village, worker, alice, full, phone, bob, files
):
    user = await village.accounts.find("bob")
    post = await village.publishes(user, "of bob")
    await village.posts.set_terms(user, Terms(Visibility.UNLISTED))
    await village.subscriptions.follow(user, "carol")
    await the_day_passes(village, alice)
    await leave(worker)
    left = {table: await village.count(table) for table in TABLES}
    of_bob_and_carol = {"auth.users": 2, "auth.telegram_accounts": 2, "posts.posts": 1, "posts.revisions": 1}
    of_bob = {"posts.events": 1, "posts.preferences": 1, "notifier.subscribers": 1}
    assert left == dict.fromkeys(TABLES, 0) | of_bob_and_carol | of_bob
    assert files() == {post.content_source}
    assert (await village.posts.page_of(user.id, 0, 10)).posts == [post]
    assert await village.posts.terms_of(user) == Terms(Visibility.UNLISTED)
    assert await village.subscriptions.following(user) == ["carol"]
    farewell = "Your account alice and all your data have been deleted"
    await bob.hears_nothing_of("have been deleted", until=phone.hears(farewell))

    again = await village.accounts.register(TelegramId(phone.id), "alice")
    for address in ("alice/another", "alice/binned", "alice/text"):
        with pytest.raises(PostNotFound) as unknown:
            await village.posts.open(address, reader=None)
        assert unknown.value.code == "post-not-found"  # and not that somebody had it once
    assert (await village.publishes(again, "note")).url == "alice/note"


async def test_no_cache_shows_pastes_of_a_deleted_account(village, worker, alice, redis):
    post = await village.publishes(alice)
    await cache_page(redis, post.url, "en", b"<p>secret")
    await the_day_passes(village, alice)
    await delete_due_accounts(worker)
    assert await cached_page(redis, post.url, "en") is None


async def test_an_account_is_not_deleted_before_all_of_its_pastes(village, worker, alice):
    await village.publishes(alice)
    await plan_alerts(worker)
    assert not await village.posts.delete_data_of(alice.id, [])
    await village.changes("DELETE FROM posts.posts")
    assert await village.posts.delete_data_of(alice.id, [])


async def test_before_the_day_is_over_everything_works(village, worker, alice, bob):
    await village.accounts.schedule_deletion(alice.id)
    await village.publishes(alice)
    await delete_due_accounts(worker)
    await tell(worker)
    await bob.hears("alice published note")
    await village.follows("carol", "alice")
    assert await village.subscriptions.followers(alice) == ["carol", "bob"]


async def test_a_cancelled_deletion_deletes_nothing(village, worker, alice, full, phone, files):
    before = files()
    await village.accounts.schedule_deletion(alice.id)
    await village.accounts.cancel_deletion(alice.id)
    await phone.hears_nothing_of("have been deleted", until=delete_due_accounts(worker))
    assert files() == before
    assert await village.accounts.find("alice")


async def test_a_farewell_is_sent_to_every_chat_even_if_one_fails(village, worker, alice, phone, telegram):
    tablet, watch = await village.logs_in("tablet", alice), await village.logs_in("watch", alice)
    await village.accounts.set_language(alice.id, "ru")
    await tablet.blocks_the_bot()
    telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendMessage"))
    await the_day_passes(village, alice)
    await leave(worker)
    await watch.hears("Аккаунт alice удалён")
    await phone.hears_nothing_of("удалён", until=leave(worker))  # the server's fault was there
    assert await village.count("auth.users") == 0


async def test_an_account_stays_until_the_pages_of_its_pastes_are_invalidated(village, worker, alice):
    await village.publishes(alice)
    await the_day_passes(village, alice)
    for _ in range(2):
        await delete_due_accounts(worker)
    assert await village.rows("SELECT kind FROM posts.events") == [("deleted",)]
    assert await village.count("auth.users") == 1
    await invalidate_changed_pages(worker)
    await delete_due_accounts(worker)
    assert await village.count("auth.users") == await village.count("posts.events") == 0


async def test_a_paste_published_during_the_deletion_is_deleted_too(village, worker, alice, phone, files):
    await the_day_passes(village, alice)
    async with worker.transaction() as update:
        # The bot does this while it receives a file.
        assert await update.accounts.linked_to(TelegramId(phone.id))
        await village.publishes(alice)
        await delete_due_accounts(worker)
        assert await village.count("auth.users") == 1
        await village.publishes(alice)
    await leave(worker)
    assert files() == set()
    assert await village.count("auth.users") == 0


async def test_simultaneous_workers_send_one_farewell(village, worker, alice, phone):
    await the_day_passes(village, alice)
    await asyncio.gather(*(delete_due_accounts(worker) for _ in range(3)))
    await phone.hears("have been deleted")
    await phone.hears_nothing_of("have been deleted", until=delete_due_accounts(worker))


async def test_after_a_kill_the_next_worker_continues_the_deletion(
    settings, village, worker, alice, full, phone, tmp_path
):
    await village.has_pastes_with(alice, [f"aa/{number}" for number in range(300)])
    await the_day_passes(village, alice)
    async with NotifierProcess(settings, tmp_path) as process:
        await asyncio.to_thread(app.send_task, "notifier.delete_accounts")
        async with asyncio.timeout(2 * PATIENCE):
            while await village.count("posts.posts") >= 250:  # noqa: ASYNC110 - another process deletes them
                await asyncio.sleep(0.001)
        await process.kill()
    assert await village.count("auth.users") == 2
    for _ in range(5):  # the pages of a hundred pastes are invalidated by a run
        await leave(worker)
    await phone.hears("have been deleted")
    assert [await village.count(table) for table in TABLES if table.startswith("posts")] == [0] * 6
