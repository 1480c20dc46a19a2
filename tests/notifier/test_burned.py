"""Notices to authors that a burn-after-read paste was read."""

import asyncio

import pytest
from redis.asyncio import Redis

from auth.models import User
from local.telegram.faults import Fault, Trouble
from notifier.events import plan_burn_notices
from notifier.sending import send_alerts
from notifier.worker import Worker
from posts.errors import PostBurned
from posts.models import Post, Terms
from posts.texts.drafts import draft_of_text
from tests.conversation import Person, Telegram
from tests.notifier.village import Village, a_day_passes
from tests.posts.cached_pages import cache_page, cached_page


async def tell(worker: Worker) -> None:
    await plan_burn_notices(worker)
    await send_alerts(worker)


@pytest.fixture
async def phone(village: Village, alice: User) -> Person:
    return village.telegram.person("alice")


@pytest.fixture
async def secret(village: Village, alice: User) -> Post:
    """A burn-after-read paste."""
    draft = draft_of_text("text", title="A <b>secret</b> & more")
    post: Post = await village.posts.publish(alice, draft, Terms(burn_after_read=True))
    return post


async def test_the_author_is_told_which_paste_was_read(
    village: Village, worker: Worker, phone: Person, secret: Post
) -> None:
    await village.posts.burn(secret.url, None)
    await tell(worker)
    told = await phone.hears("Your paste “A <b>secret</b> & more” was read")
    assert "has been deleted" in told.text
    assert told.links == told.buttons == []
    assert await village.rows("SELECT title, status FROM notifier.deliveries") == [("", "sent")]
    with pytest.raises(PostBurned):
        await village.posts.open(secret.url, reader=None)


async def test_every_reachable_chat_of_the_author_is_told_in_their_language(
    village: Village, worker: Worker, alice: User, phone: Person, secret: Post
) -> None:
    tablet, watch = await village.logs_in("tablet", alice), await village.logs_in("watch", alice)
    await village.accounts.set_language(alice.id, "ru")
    await village.accounts.set_reachable(watch.id, False)
    await village.posts.burn(secret.url, None)
    for _ in range(2):
        await tell(worker)
        await a_day_passes(village)
    for chat in (phone, tablet):
        await chat.hears("Вашу запись «A <b>secret</b> & more» прочитали")
    assert await village.deliveries() == [(phone.id, "sent", 1), (tablet.id, "sent", 1)]


async def test_two_simultaneous_readers_cause_one_notice(
    village: Village, worker: Worker, phone: Person, secret: Post
) -> None:
    both = (village.posts.burn(secret.url, None) for _ in range(2))
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["PostBurned", "tuple"]
    await tell(worker)
    assert await village.deliveries() == [(phone.id, "sent", 1)]


async def test_a_notice_is_sent_again_after_a_transient_fault(
    village: Village, worker: Worker, phone: Person, secret: Post, telegram: Telegram
) -> None:
    telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendMessage"))
    await village.posts.burn(secret.url, None)
    await tell(worker)
    await a_day_passes(village)
    await tell(worker)
    await phone.hears("was read")
    assert await village.deliveries() == [(phone.id, "sent", 2)]


async def test_followers_are_not_told_of_a_burned_paste(
    village: Village, worker: Worker, phone: Person, bob: Person, secret: Post
) -> None:
    await village.posts.burn(secret.url, None)
    await bob.hears_nothing_of("secret", until=tell(worker))
    await phone.hears("was read")


async def test_no_cache_shows_a_burned_paste(
    village: Village, worker: Worker, secret: Post, redis: Redis
) -> None:
    await village.posts.burn(secret.url, None)
    await redis.flushall()
    await cache_page(redis, secret.url, "en", b"<p>secret")
    await plan_burn_notices(worker)
    assert await cached_page(redis, secret.url, "en") is None
