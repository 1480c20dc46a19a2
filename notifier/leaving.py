"""People who leave: everything of theirs goes, then they, and at last they hear a farewell.

Each step is a transaction of its own and finds for itself what is left, so the next run goes on wherever
one was killed.
"""

from collections.abc import Sequence
from typing import Final

import structlog
from aiogram.exceptions import ClientDecodeError, TelegramAPIError

from auth.models import Recipient, User
from kernel import traces
from notifier import messages
from notifier.worker import Worker

_PEOPLE_AT_ONCE: Final = 20
_PASTES_AT_ONCE: Final = 100
# Then others have their turn; the next tick goes on.
_BATCHES: Final = 50
_log = structlog.get_logger(__name__)


async def delete_due_accounts(worker: Worker) -> None:
    async with worker.transaction() as rooms:
        due = await rooms.accounts.due_deletions(_PEOPLE_AT_ONCE)
    for user in due:
        await _remove_pastes(worker, user)
        await _say_farewell(worker, await _delete(worker, user))


async def _remove_pastes(worker: Worker, user: User) -> None:
    for _ in range(_BATCHES):
        async with worker.transaction() as rooms:
            removed = await rooms.deleting.delete_pastes_of(user.id, _PASTES_AT_ONCE)
        if not removed:
            return


async def _delete(worker: Worker, user: User) -> Sequence[Recipient]:
    """Whom to say farewell; nobody where something is left for the next run."""
    async with worker.transaction() as rooms:
        if not await rooms.accounts.hold_for_deletion(user.id):
            return []
        chats = await rooms.accounts.linked_chats(user.id)
        if not await rooms.deleting.delete_data_of(user.id, chats):
            return []
        told = await rooms.accounts.recipients([user.id])
        await rooms.subscribers.forget(user.id)
        await rooms.deliveries.forget(chats)
        await rooms.exports.forget(user.id)
        await rooms.chats.forget(chats)
        await traces.forget(worker.redis, traces.of_user(user.id), *map(traces.of_chat, chats))
        await rooms.accounts.delete(user.id)
    return told


async def _say_farewell(worker: Worker, recipients: Sequence[Recipient]) -> None:
    """Once: there is no row left to remember by that somebody was not told."""
    for recipient in recipients:
        try:
            await worker.bot(messages.farewell(recipient))
        except (TelegramAPIError, ClientDecodeError) as refusal:
            _log.warning("farewell not said", recipient=recipient.telegram_id, refusal=str(refusal))
