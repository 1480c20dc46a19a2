"""Events of pastes lead to deliveries."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from auth.models import User
from notifier.events import plan_alerts
from notifier.worker import Worker
from posts.models import Post, Visibility
from tests.conversation import Person
from tests.notifier.village import Village
from tests.patience import PATIENCE


async def test_every_follower_gets_one_delivery(
    village: Village, worker: Worker, alice: User, bob: Person
) -> None:
    carol = await village.follows("carol", "alice")
    await village.joins("dave")
    await village.publishes(alice)
    for _ in range(2):
        await plan_alerts(worker)
    assert await village.deliveries() == [(bob.id, "waiting", 0), (carol.id, "waiting", 0)]


async def test_every_paste_causes_an_alert(
    village: Village, worker: Worker, alice: User, bob: Person
) -> None:
    for _ in range(45):
        await village.publishes(alice)
    for _ in range(3):
        await plan_alerts(worker)
    assert len(await village.deliveries()) == 45


async def test_there_is_no_alert_before_the_delay(
    village: Village, worker: Worker, alice: User, bob: Person
) -> None:
    patient = replace(worker, alert_delay=timedelta(seconds=30))
    await village.publishes(alice)
    await plan_alerts(patient)
    assert await village.deliveries() == []
    await village.changes("UPDATE posts.events SET happened_at = now() - interval '29 seconds'")
    await plan_alerts(patient)
    assert await village.deliveries() == []
    await village.changes("UPDATE posts.events SET happened_at = now() - interval '30 seconds'")
    await plan_alerts(patient)
    assert len(await village.deliveries()) == 1


async def test_a_paste_deleted_within_the_delay_causes_no_alert(
    village: Village, worker: Worker, alice: User, bob: Person
) -> None:
    post = await village.publishes(alice)
    await village.posts.delete(alice, post.id)
    await plan_alerts(worker)
    assert await village.deliveries() == []


Change = Callable[[Village, User, Post], Awaitable[object]]
_AWAY_AND_BACK: tuple[tuple[Change, Change], ...] = (
    (
        lambda village, author, post: village.posts.delete(author, post.id),
        lambda village, author, post: village.posts.undelete(author, post.id),
    ),
    (
        lambda village, author, post: village.posts.set_visibility(author, post.id, Visibility.PRIVATE),
        lambda village, author, post: village.posts.set_visibility(author, post.id, Visibility.PUBLIC),
    ),
    (
        lambda village, author, post: village.posts.set_visibility(author, post.id, Visibility.UNLISTED),
        lambda village, author, post: village.posts.set_visibility(author, post.id, Visibility.PUBLIC),
    ),
    (
        lambda village, author, post: village.posts.set_burning(author, post.id, burn=True),
        lambda village, author, post: village.posts.set_burning(author, post.id, burn=False),
    ),
)


@pytest.mark.parametrize(
    ("goes", "comes_back"), _AWAY_AND_BACK, ids=["deleted", "private", "unlisted", "burning"]
)
async def test_a_paste_hidden_within_the_delay_causes_an_alert_when_it_is_public_again(
    village: Village, worker: Worker, alice: User, bob: Person, goes: Change, comes_back: Change
) -> None:
    post = await village.publishes(alice)
    await goes(village, alice, post)
    await plan_alerts(worker)
    assert await village.deliveries() == []
    for _ in range(2):
        await comes_back(village, alice, post)
        await plan_alerts(worker)
        assert await village.deliveries() == [(bob.id, "waiting", 0)]
        await goes(village, alice, post)
        await plan_alerts(worker)


async def test_a_paste_restored_while_alerts_are_planned_causes_an_alert(
    village: Village, worker: Worker, alice: User, bob: Person
) -> None:
    post = await village.publishes(alice)
    await village.posts.delete(alice, post.id)
    async with village.posts.one_transaction() as posts:
        await posts.undelete(alice, post.id)
        planning = asyncio.create_task(plan_alerts(worker))
        async with asyncio.timeout(PATIENCE):
            await _waits_or_ends(planning, village)
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
async def test_unreachable_followers_and_those_without_alerts_get_none(
    village: Village, worker: Worker, alice: User, bob: Person, change: str
) -> None:
    await village.changes(change)
    await village.publishes(alice)
    await plan_alerts(worker)
    assert await village.deliveries() == []


async def test_silent_alerts_are_sent_without_sound(
    village: Village, worker: Worker, alice: User, bob: Person
) -> None:
    await village.follows("carol", "alice", language="ru")
    await village.changes(
        f"UPDATE notifier.subscribers SET notification = 'silent' WHERE follower = {alice.id + 1}"
    )
    await village.publishes(alice)
    await plan_alerts(worker)
    async with village.sessions() as session:
        rows = await session.execute(
            text("SELECT silent, language FROM notifier.deliveries ORDER BY recipient")
        )
    assert rows.all() == [(True, "en"), (False, "ru")]


async def test_every_chat_of_a_follower_gets_the_alert(
    village: Village, worker: Worker, alice: User, bob: Person
) -> None:
    await village.changes(
        "INSERT INTO auth.telegram_accounts (telegram_id, user_id)"
        " SELECT 77, id FROM auth.users WHERE username = 'bob'"
    )
    await village.publishes(alice)
    await plan_alerts(worker)
    assert {recipient for recipient, _, _ in await village.deliveries()} == {77, bob.id}


async def test_an_author_may_have_more_followers_than_a_statement_has_parameters(
    village: Village, worker: Worker, alice: User
) -> None:
    await village.has_many_followers(alice, 40_000)
    await village.publishes(alice)
    await plan_alerts(worker)
    assert len(await village.deliveries()) == 40_000


async def _waits_or_ends(task: asyncio.Task[None], village: Village) -> None:
    while not task.done():
        if await village.count("pg_locks WHERE NOT granted"):
            return
        await asyncio.sleep(0.01)
