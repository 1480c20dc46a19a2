"""Events of pastes lead to deliveries, and to pages that are removed from the cache."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from redis.exceptions import RedisError

from kernel.redis import connect_redis
from notifier.events import invalidate_changed_pages, plan_alerts
from posts.models import Visibility
from tests.doors import posts_door
from tests.locks import until_blocked
from tests.posts.cached_pages import cache_page, cached_page


async def test_every_paste_causes_one_delivery_to_each_chat_of_each_follower(village, worker, alice, bob):
    carol = await village.follows("carol", "alice", language="ru")
    await village.joins("dave")
    tablet = "SELECT 77, id FROM auth.users WHERE username = 'bob'"
    await village.changes(f"INSERT INTO auth.telegram_accounts (telegram_id, user_id) {tablet}")
    silent = "UPDATE notifier.subscribers SET notification = 'silent' WHERE follower"
    await village.changes(f"{silent} = (SELECT id FROM auth.users WHERE username = 'bob')")
    await village.publishes(alice)
    for _ in range(2):
        await plan_alerts(worker)
    columns = "SELECT recipient, status, attempts, silent, language FROM notifier.deliveries ORDER BY 1"
    assert await village.rows(columns) == [
        (77, "waiting", 0, True, "en"),
        (bob.id, "waiting", 0, True, "en"),
        (carol.id, "waiting", 0, False, "ru"),
    ]


async def test_each_of_many_pastes_causes_an_alert(village, worker, alice, bob):
    for _ in range(25):  # more than one run handles
        await village.publishes(alice)
    for count in (20, 25, 25):
        await plan_alerts(worker)
        assert len(await village.deliveries()) == count


async def test_there_is_no_alert_before_the_delay(village, worker, alice, bob):
    patient = replace(worker, alert_delay=timedelta(seconds=30))
    await village.publishes(alice)
    for age, count in ((0, 0), (29, 0), (30, 1)):
        await village.changes(f"UPDATE posts.events SET happened_at = now() - interval '{age} seconds'")
        await plan_alerts(patient)
        assert len(await village.deliveries()) == count


def visibility(wanted):
    return lambda posts, author, post: posts.set_visibility(author, post.id, wanted)


def burning(burn):
    return lambda posts, author, post: posts.set_burning(author, post.id, burn=burn)


DELETED = (
    lambda posts, author, post: posts.delete(author, post.id),
    lambda posts, author, post: posts.undelete(author, post.id),
)


@pytest.mark.parametrize(
    ("hide", "show"),
    [
        DELETED,
        (visibility(Visibility.PRIVATE), visibility(Visibility.PUBLIC)),
        (visibility(Visibility.UNLISTED), visibility(Visibility.PUBLIC)),
        (burning(True), burning(False)),
    ],
    ids=["deleted", "private", "unlisted", "burning"],
)
async def test_a_paste_hidden_within_the_delay_causes_an_alert_when_it_is_public_again(
    village, worker, alice, bob, hide, show
):
    post = await village.publishes(alice)
    await hide(village.posts, alice, post)
    await plan_alerts(worker)
    assert await village.deliveries() == []
    for _ in range(2):
        await show(village.posts, alice, post)
        await plan_alerts(worker)
        assert await village.deliveries() == [(bob.id, "waiting", 0)]
        await hide(village.posts, alice, post)
        await plan_alerts(worker)


async def test_a_paste_restored_while_alerts_are_planned_causes_an_alert(village, worker, alice, bob):
    post = await village.publishes(alice)
    await village.posts.delete(alice, post.id)
    async with village.posts.one_transaction() as posts:
        await posts.undelete(alice, post.id)
        planning = asyncio.create_task(plan_alerts(worker))
        await until_blocked(planning, village.sessions)
    await planning
    await plan_alerts(worker)
    assert len(await village.deliveries()) == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE notifier.subscribers SET notification = 'off'",
        "UPDATE notifier.subscribers SET notification = 'digest'",
        "DELETE FROM notifier.subscribers",
        "UPDATE auth.users SET status = 'blocked' WHERE username = 'bob'",
        "UPDATE auth.telegram_accounts SET reachable = false",
        "DELETE FROM auth.telegram_accounts",
    ],
)
async def test_unreachable_followers_and_those_without_alerts_get_none(village, worker, alice, bob, change):
    await village.changes(change)
    await village.publishes(alice)
    await plan_alerts(worker)
    assert await village.deliveries() == []


async def test_an_author_may_have_more_followers_than_a_statement_has_parameters(village, worker, alice):
    await village.has_many_followers(alice, 33_000)
    await village.publishes(alice)
    await plan_alerts(worker)
    assert await village.count("notifier.deliveries") == 33_000


async def test_pages_that_could_not_be_invalidated_without_redis_are_invalidated_once_later(
    village, worker, alice, redis, storage
):
    post = await village.publishes(alice)
    await cache_page(redis, post.url, "en", b"<p>secret")
    async with connect_redis("redis://127.0.0.1:1/0") as nowhere:
        await posts_door(village.sessions, nowhere, storage).delete(alice, post.id)
        assert await cached_page(redis, post.url, "en") == b"<p>secret"
        with pytest.raises(RedisError):
            await invalidate_changed_pages(replace(worker, redis=nowhere))
    await invalidate_changed_pages(worker)
    assert await cached_page(redis, post.url, "en") is None
    await redis.flushall()
    await invalidate_changed_pages(worker)
    assert await redis.keys("*") == []
