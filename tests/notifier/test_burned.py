"""Notices to authors that a burn-after-read paste was read."""

import asyncio

import pytest

from local.telegram.faults import Fault, Trouble
from notifier.events import plan_notices
from notifier.sending import send_alerts
from posts.errors import PostBurned
from posts.models import Terms
from posts.texts.drafts import draft_of_text
from tests.notifier.village import a_day_passes
from tests.posts.cached_pages import cache_page, cached_page


async def tell(worker):
    await plan_notices(worker)
    await send_alerts(worker)


@pytest.fixture
async def secret(village, alice):
    """A burn-after-read paste."""
    draft = draft_of_text("text", title="A <b>secret</b> & more")
    return await village.posts.publish(alice, draft, Terms(burn_after_read=True))


async def test_the_author_but_no_follower_is_told_which_paste_was_read(
    village, worker, phone, bob, secret, redis
):
    await village.posts.burn(secret.url, None)
    await redis.flushall()
    await cache_page(redis, secret.url, "en", b"<p>secret")
    await bob.hears_nothing_of("secret", until=tell(worker))
    notice = await phone.hears("Your paste “A <b>secret</b> & more” was read")
    assert "has been deleted" in notice.text
    assert notice.links == notice.buttons == []
    assert await village.rows("SELECT title, status FROM notifier.deliveries") == [("", "sent")]
    assert await cached_page(redis, secret.url, "en") is None
    with pytest.raises(PostBurned):
        await village.posts.open(secret.url, reader=None)


async def test_every_reachable_chat_of_the_author_is_told_in_their_language(
    village, worker, alice, phone, secret
):
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


async def test_simultaneous_readers_cause_one_notice_which_is_sent_again_after_a_transient_fault(
    village, worker, phone, secret, telegram
):
    both = (village.posts.burn(secret.url, None) for _ in range(2))
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["PostBurned", "tuple"]
    telegram.world.faults.add(Fault(Trouble.SERVER_ERROR, "sendMessage"))
    for attempt, status in ((1, "waiting"), (2, "sent")):
        await tell(worker)
        assert await village.deliveries() == [(phone.id, status, attempt)]
        await a_day_passes(village)
    await phone.hears("was read")
