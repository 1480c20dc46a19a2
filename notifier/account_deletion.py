"""Deletes the accounts whose deletion is due: first all pastes, then all other data, then the account.

Each step is a transaction of its own and finds out what is left, so after a crash the next run continues.
"""

from collections.abc import Sequence
from typing import Final

import structlog

from auth.models import Recipient, User
from kernel.personal_keys import delete_keys, of_chat, of_user
from notifier import messages
from notifier.sending import NO_RETRY, Sent, send
from notifier.worker import Worker

_ACCOUNTS_PER_RUN: Final = 20
_PASTES_PER_BATCH: Final = 100
# Other tasks have their turn after this many; the next run continues.
_BATCHES_PER_RUN: Final = 50
_log = structlog.get_logger(__name__)


async def delete_due_accounts(worker: Worker) -> None:
    """Delete accounts whose deletion is due, and say farewell in their chats. Raises RedisError.

    An account with too many pastes for one run, or one that is still in use, is left for the next run.
    """
    async with worker.transaction() as services:
        due = await services.accounts.due_deletions(_ACCOUNTS_PER_RUN)
    for user in due:
        await _delete_pastes(worker, user)
        # One attempt only: after the account is deleted, no row may remember whom to write to.
        for recipient in await _delete_account(worker, user):
            if await send(worker, messages.farewell(recipient), NO_RETRY) != Sent():
                _log.warning("farewell_not_sent", recipient=recipient.telegram_id)


async def _delete_pastes(worker: Worker, user: User) -> None:
    for _ in range(_BATCHES_PER_RUN):
        async with worker.transaction() as services:
            removed = await services.deleting.delete_pastes_of(user.id, _PASTES_PER_BATCH)
        if not removed:
            return


async def _delete_account(worker: Worker, user: User) -> Sequence[Recipient]:
    """Return the chats that get a farewell; none where something is left for the next run."""
    async with worker.transaction() as services:
        if not await services.accounts.lock_for_deletion(user.id):
            return []
        chats = await services.accounts.linked_chats(user.id)
        if not await services.deleting.delete_data_of(user.id, chats):
            return []
        recipients = await services.accounts.recipients([user.id])
        await services.subscribers.forget(user.id)
        await services.deliveries.forget(chats)
        await services.exports.forget(user.id)
        await services.chats.forget(chats)
        await delete_keys(worker.redis, of_user(user.id), *map(of_chat, chats))
        await services.accounts.delete(user.id)
    return recipients
