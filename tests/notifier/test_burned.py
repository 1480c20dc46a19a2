"""Whose paste was to be read once hears that it was."""

import asyncio

import pytest
from redis.asyncio import Redis

from auth.models import User
from local.telegram.faults import Fault, Trouble
from notifier.planning import plan_burned
from notifier.sending import send_alerts
from notifier.worker import Worker
from posts.errors import PostBurned
from posts.models import Post, Terms
from posts.texts.drafts import draft_of_text
from tests.conversation import Person, Telegram
from tests.notifier.village import Village, a_day_passes
from tests.posts.cached_pages import cache_page, cached_page


async def tell(worker: Worker) -> None:
    await plan_burned(worker)
    await send_alerts(worker)


@pytest.fixture
async def phone(village: Village, alice: User) -> Person:
    return village.telegram.person("alice")


@pytest.fixture
async def secret(village: Village, alice: User) -> Post:
    """To be read once."""
    draft = draft_of_text("text", title="A <b>secret</b> & more")
    post: Post = await village.posts.publish(alice, draft, Terms(burn_after_read=True))
    return post


async def test_its_author_hears_what_was_read(
    village: Village, worker: Worker, phone: Person, secret: Post
) -> None:
    await village.posts.burn(secret.url, None)
    await tell(worker)
    told = await phone.hears("Your paste “A <b>secret</b> & more” was read")
    assert "gone now" in told.text
    assert told.links == told.buttons == []
    assert await village.rows("SELECT title, status FROM notifier.deliveries") == [("", "sent")]
    with pytest.raises(PostBurned):
        await village.posts.open(secret.url, reader=None)


async def test_in_every_chat_that_can_be_reached_and_in_their_language(
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
        await chat.hears("Вашу запись «A <b>secret</b> & more» прочли")
    assert await village.deliveries() == [(phone.id, "sent", 1), (tablet.id, "sent", 1)]


async def test_of_two_readers_at_once_one_reads_and_one_telling_goes_out(
    village: Village, worker: Worker, phone: Person, secret: Post
) -> None:
    both = (village.posts.burn(secret.url, None) for _ in range(2))
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["PostBurned", "tuple"]
    await tell(worker)
    assert await village.deliveries() == [(phone.id, "sent", 1)]


async def test_a_refusal_in_passing_costs_an_attempt_and_not_the_telling(
    village: Village, worker: Worker, phone: Person, secret: Post, telegram: Telegram
) -> None:
    telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendMessage"))
    await village.posts.burn(secret.url, None)
    await tell(worker)
    await a_day_passes(village)
    await tell(worker)
    await phone.hears("was read")
    assert await village.deliveries() == [(phone.id, "sent", 2)]


async def test_followers_hear_nothing_of_it(
    village: Village, worker: Worker, phone: Person, bob: Person, secret: Post
) -> None:
    await village.posts.burn(secret.url, None)
    await bob.hears_nothing_of("secret", until=tell(worker))
    await phone.hears("was read")


async def test_no_cache_shows_what_was_burned(
    village: Village, worker: Worker, secret: Post, redis: Redis
) -> None:
    await village.posts.burn(secret.url, None)
    await redis.flushall()
    await cache_page(redis, secret.url, "en", b"<p>secret")
    await plan_burned(worker)
    assert await cached_page(redis, secret.url, "en") is None
