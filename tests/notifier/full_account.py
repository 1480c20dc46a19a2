"""An account with data of every kind, and its deletion."""

from datetime import timedelta

import pytest

from auth.models import TelegramId, User
from kernel.chats.conversations import Conversation, ConversationKey
from kernel.chats.inbox import ReceivedUpdate
from notifier.account_deletion import delete_due_accounts
from notifier.events import invalidate_changed_pages, plan_notices
from notifier.worker import Worker
from posts.models import Terms, Visibility
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.conversation import Person
from tests.notifier.village import Village

TABLES = (
    *"posts.posts posts.revisions posts.redirects posts.drafts posts.preferences posts.events".split(),
    *"notifier.subscribers notifier.deliveries notifier.exports".split(),
    *"bot.updates bot.inbox_chats bot.replies bot.outbox_chats bot.conversations".split(),
    *"auth.telegram_accounts auth.users".split(),
)


@pytest.fixture
async def full(village: Village, alice: User, phone: Person) -> None:
    """Give alice a row in every table."""
    post = await village.publishes(alice)
    await village.posts.rename(alice, post.id, "another")
    await village.posts.restore(alice, post.id, 1)
    file = "Привет, мир! Это заметка.".encode("cp1251")
    await village.posts.publish(alice, draft_of_file("file.txt", file, file_name="file.txt"))
    binned = await village.publishes(alice, "binned")
    await village.posts.delete(alice, binned.id)
    hidden = Terms(Visibility.PRIVATE, timedelta(days=1))
    await village.posts.publish(alice, draft_of_text("text", title="hidden"), hidden)
    await village.posts.save_for_stranger(TelegramId(phone.id), draft_of_text("a draft"))
    await village.posts.set_terms(alice, hidden)
    await village.joins("carol")
    await village.subscriptions.follow(alice, "carol")
    await village.exports.request(alice, TelegramId(phone.id))
    await village.inbox.add([ReceivedUpdate(1, phone.id, "{}")])
    await village.outbox.add([(phone.id, "{}")])
    key = ConversationKey(1, phone.id, phone.id)
    await village.conversations.save(key, Conversation("Editing:text", {"post": post.id}))
    burned = await village.posts.publish(alice, draft_of_text("text"), Terms(burn_after_read=True))
    await village.posts.burn(burned.url, None)


async def the_day_passes(village: Village, user: User) -> None:
    await village.accounts.schedule_deletion(user.id)
    await village.changes("UPDATE auth.users SET deleting_at = now() WHERE deleting_at IS NOT NULL")


async def leave(worker: Worker) -> None:
    """Delete due accounts as the scheduled tasks do: pages are invalidated before the account is deleted."""
    await delete_due_accounts(worker)
    await invalidate_changed_pages(worker)
    await plan_notices(worker)
    await delete_due_accounts(worker)
