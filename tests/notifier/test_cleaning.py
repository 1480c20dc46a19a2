"""Rows that were completed a month ago are deleted, unless they are still needed."""

import pytest

from kernel.chats.conversations import Conversation, ConversationKey
from kernel.chats.inbox import ReceivedUpdate
from notifier.cleaning import clean, clean_chats
from notifier.events import invalidate_changed_pages, plan_alerts
from posts.errors import PostDeleted
from posts.models import Visibility
from tests.notifier.village import tell

_TIMES = (
    ("notifier.deliveries", "due_at"),
    ("notifier.exports", "due_at"),
    ("bot.updates", "received_at"),
    ("bot.replies", "created_at"),
    ("bot.conversations", "changed_at"),
    ("posts.events", "handled_at"),
    ("posts.events", "happened_at"),
)


async def days_pass(village, days):
    for table, column in _TIMES:
        await village.changes(f"UPDATE {table} SET {column} = {column} - interval '{days} days'")


async def test_deliveries_stay_a_month_after_their_completion(village, worker, alice, bob):
    await village.publishes(alice)
    await plan_alerts(worker)
    await days_pass(village, 300)
    await clean(worker)
    assert await village.statuses() == ["waiting"]
    await village.publishes(alice, "not planned yet")
    await tell(worker)
    await bob.hears("alice published not planned yet")
    await village.changes("UPDATE notifier.deliveries SET due_at = now()")
    for days, left in ((29, ["sent", "sent"]), (2, [])):
        await days_pass(village, days)
        await clean(worker)
        assert await village.statuses() == left


async def test_handled_events_stay_a_month_but_how_a_paste_ended_stays_known(village, worker, alice):
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
    [(kind, title, url)] = await village.rows("SELECT kind, title, url FROM posts.events")
    assert (kind, title) == ("deleted", "")
    assert "another" not in url
    with pytest.raises(PostDeleted):
        await village.posts.open("alice/another", reader=None)


async def test_stored_pages_of_an_older_version_are_deleted(village, worker, alice):
    post = await village.publishes(alice)
    page = "INSERT INTO posts.renderings (post_id, variant, rendered_from, build, page)"
    for variant, age in (("en", "0"), ("ru", "1 second")):
        version = f"updated_at - interval '{age}'"
        await village.changes(
            f"{page} SELECT id, '{variant}', {version}, 'b', '' FROM posts.posts WHERE id = {post.id}"
        )
    await clean(worker)
    assert await village.rows("SELECT variant FROM posts.renderings") == [("en",)]


async def test_an_old_paste_that_is_public_again_causes_no_second_alert(village, worker, alice, bob):
    post = await village.publishes(alice)
    await tell(worker)
    await bob.hears("alice published note")
    await days_pass(village, 1000)
    await clean(worker)
    for visibility in (Visibility.PRIVATE, Visibility.PUBLIC):
        await village.posts.set_visibility(alice, post.id, visibility)
    await bob.hears_nothing_of("alice published", until=tell(worker))


async def test_completed_exports_stay_a_month(village, worker):
    for status in ("waiting", "sent", "failed"):
        columns = "INSERT INTO notifier.exports (user_id, telegram_id, status)"
        await village.changes(f"{columns} VALUES (1, 1, '{status}')")
    for days, left in ((29, 3), (1, 1)):
        await days_pass(village, days)
        await clean(worker)
        assert await village.count("notifier.exports") == left
    assert await village.rows("SELECT status FROM notifier.exports") == [("waiting",)]


async def test_handled_updates_are_deleted_after_a_day_and_waiting_ones_stay(village, worker):
    await village.inbox.add([ReceivedUpdate(number, 7, "{}") for number in (1, 2, 3)])
    [claimed] = await village.inbox.claim(1, 10, [])
    await village.inbox.complete(claimed.chat.lease, [1], is_last=False)
    await village.inbox.set_aside(claimed.chat.lease, [2], "a reason", "a reference", is_last=False)
    await village.outbox.add([(7, "{}")])
    await village.conversations.save(ConversationKey(1, 7, 7), Conversation("Renaming:title"))
    statuses = "SELECT status FROM bot.updates ORDER BY update_id"
    for left, others in (([("done",), ("dead",), ("waiting",)], 1), ([("waiting",)], 0)):
        await clean_chats(worker)
        assert await village.rows(statuses) == left
        counts = [await village.count(f"bot.{table}") for table in ("replies", "conversations")]
        assert counts == [others, others]
        await days_pass(village, 1)
