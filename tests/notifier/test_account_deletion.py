"""A deleted account leaves nothing behind."""

import pytest
from redis.asyncio import Redis

from auth.models import TelegramId, User
from local.telegram.faults import Fault, Trouble
from notifier.account_deletion import delete_due_accounts
from notifier.events import plan_alerts
from notifier.worker import Worker
from posts.errors import PostNotFound
from posts.models import Terms, Visibility
from tests.conversation import Person, Telegram
from tests.notifier.full_account import TABLES, Files, leave, the_day_passes
from tests.notifier.full_account import full as full
from tests.notifier.full_account import phone as phone
from tests.notifier.village import Village, tell
from tests.posts.cached_pages import cache_page, cached_page


async def test_nothing_is_left_of_a_deleted_account(
    village: Village, worker: Worker, alice: User, full: None, phone: Person, files: Files
) -> None:
    await the_day_passes(village, alice)
    await leave(worker)
    left = {table: await village.count(table) for table in TABLES}
    of_carol = {"auth.users": 1, "auth.telegram_accounts": 1}
    assert left == dict.fromkeys(TABLES, 0) | of_carol
    assert files() == set()
    await phone.hears("Your account alice and all your data have been deleted")


async def test_the_data_of_other_people_stays(
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
    await bob.hears_nothing_of("have been deleted", until=village.accounts.find("bob"))


async def test_the_username_and_its_addresses_are_free_again(
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


async def test_no_cache_shows_pastes_of_a_deleted_account(
    village: Village, worker: Worker, alice: User, redis: Redis
) -> None:
    post = await village.publishes(alice)
    await cache_page(redis, post.url, "en", b"<p>secret")
    await the_day_passes(village, alice)
    await delete_due_accounts(worker)
    assert await cached_page(redis, post.url, "en") is None


async def test_an_account_is_not_deleted_before_all_of_its_pastes(
    village: Village, worker: Worker, alice: User
) -> None:
    await village.publishes(alice)
    await plan_alerts(worker)
    assert not await village.posts.delete_data_of(alice.id, [])
    await village.changes("DELETE FROM posts.posts")
    assert await village.posts.delete_data_of(alice.id, [])


async def test_before_the_day_is_over_everything_works(
    village: Village, worker: Worker, alice: User, bob: Person
) -> None:
    await village.accounts.schedule_deletion(alice.id)
    await village.publishes(alice)
    await delete_due_accounts(worker)
    await tell(worker)
    await bob.hears("alice published note")
    await village.follows("carol", "alice")
    assert await village.subscriptions.followers(alice) == ["carol", "bob"]


async def test_a_cancelled_deletion_deletes_nothing(
    village: Village, worker: Worker, alice: User, full: None, phone: Person, files: Files
) -> None:
    before = files()
    await village.accounts.schedule_deletion(alice.id)
    await village.accounts.cancel_deletion(alice.id)
    await phone.hears_nothing_of("have been deleted", until=delete_due_accounts(worker))
    assert files() == before
    assert await village.accounts.find("alice")


async def test_a_farewell_is_sent_to_every_chat_even_if_one_fails(
    village: Village, worker: Worker, alice: User, phone: Person, telegram: Telegram
) -> None:
    tablet, watch = await village.logs_in("tablet", alice), await village.logs_in("watch", alice)
    await village.accounts.set_language(alice.id, "ru")
    await tablet.blocks_the_bot()
    telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendMessage"))
    await the_day_passes(village, alice)
    await leave(worker)
    await watch.hears("Аккаунт alice удалён")
    await phone.hears_nothing_of("удалён", until=leave(worker))  # the server's fault was there
    assert await village.count("auth.users") == 0
