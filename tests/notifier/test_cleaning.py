"""Rows that were completed a month ago are deleted, unless they are still needed."""

import pytest

from auth.models import User
from kernel.chats.conversations import Conversation, ConversationKey
from kernel.chats.inbox import ReceivedUpdate
from notifier.cleaning import clean, clean_chats
from notifier.events import invalidate_changed_pages, plan_alerts
from notifier.worker import Worker
from posts.errors import PostDeleted
from posts.models import Visibility
from tests.conversation import Person
from tests.notifier.village import Village, tell

_TIMES = (
    ("notifier.deliveries", "due_at"),
    ("notifier.exports", "due_at"),
    ("bot.updates", "received_at"),
    ("bot.replies", "created_at"),
    ("bot.conversations", "changed_at"),
    ("posts.events", "handled_at"),
    ("posts.events", "happened_at"),
)


async def days_pass(village: Village, days: int) -> None:
    for table, column in _TIMES:
        await village.changes(f"UPDATE {table} SET {column} = {column} - interval '{days} days'")


async def test_completed_deliveries_stay_a_month(
    village: Village, worker: Worker, alice: User, bob: Person
) -> None:
    await village.publishes(alice)
    await tell(worker)
    await days_pass(village, 29)
    await clean(worker)
    assert await village.statuses() == ["sent"]
    await days_pass(village, 2)
    await clean(worker)
    assert await village.statuses() == []


async def test_waiting_deliveries_are_never_cleaned_away(
    village: Village, worker: Worker, alice: User, bob: Person
) -> None:
    await village.publishes(alice)
    await plan_alerts(worker)
    await village.publishes(alice, "not planned yet")
    await days_pass(village, 300)
    await clean(worker)
    assert await village.statuses() == ["waiting"]
    await tell(worker)
    await bob.hears("alice published not planned yet")


async def test_handled_events_stay_a_month_but_how_a_paste_ended_stays_known(
    village: Village, worker: Worker, alice: User
) -> None:
    post = await village.publishes(alice)
    await village.posts.rename(alice, post.id, "another")
    await village.posts.delete(alice, post.id)
    await invalidate_changed_pages(worker)
    await plan_alerts(worker)
    await days_pass(village, 29)
    await clean(worker)
    assert await village.count("posts.events") == 3
    await village.changes("DELETE FROM posts.posts")
    await days_pass(village, 1)
    await clean(worker)
    assert await village.rows("SELECT kind FROM posts.events") == [("deleted",)]
    with pytest.raises(PostDeleted):
        await village.posts.open("alice/another", reader=None)


async def test_an_old_paste_that_is_public_again_causes_no_second_alert(
    village: Village, worker: Worker, alice: User, bob: Person
) -> None:
    post = await village.publishes(alice)
    await tell(worker)
    await bob.hears("alice published note")
    await days_pass(village, 1000)
    await clean(worker)
    await village.posts.set_visibility(alice, post.id, Visibility.PRIVATE)
    await village.posts.set_visibility(alice, post.id, Visibility.PUBLIC)
    await bob.hears_nothing_of("alice published", until=tell(worker))


async def test_completed_exports_stay_a_month(village: Village, worker: Worker) -> None:
    for status in ("waiting", "sent", "failed"):
        await village.changes(
            f"INSERT INTO notifier.exports (user_id, telegram_id, status) VALUES (1, 1, '{status}')"
        )
    await days_pass(village, 30)
    await clean(worker)
    assert await village.rows("SELECT status FROM notifier.exports") == [("waiting",)]


async def test_handled_updates_are_deleted_after_a_day_and_waiting_ones_stay(
    village: Village, worker: Worker
) -> None:
    received = [ReceivedUpdate(number, 7, "{}") for number in (1, 2, 3)]
    await village.inbox.add(received)
    [claimed] = await village.inbox.claim(1, 10, [])
    await village.inbox.complete(claimed.chat.lease, [1], is_last=False)
    await village.inbox.set_aside(claimed.chat.lease, [2], "a reason", "a reference", is_last=False)
    await village.outbox.add([(7, "{}")])
    await village.conversations.save(ConversationKey(1, 7, 7), Conversation("Renaming:title"))
    await clean_chats(worker)
    assert await village.rows("SELECT payload, status FROM bot.updates ORDER BY update_id") == [
        ("", "done"),
        ("{}", "dead"),
        ("{}", "waiting"),
    ]
    await days_pass(village, 1)
    await clean_chats(worker)
    assert await village.rows("SELECT status FROM bot.updates") == [("waiting",)]
    assert await village.rows("SELECT chat_id FROM bot.replies") == []
    assert await village.rows("SELECT chat_id FROM bot.conversations") == []
