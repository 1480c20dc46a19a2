"""One-time codes, made here in the worker so that the plain code never lies in the queue."""

import structlog
from aiogram.exceptions import ClientDecodeError, TelegramAPIError

from auth.models import Recipient, UserId
from notifier import messages
from notifier.telegram import is_unreachable
from notifier.worker import Worker

_log = structlog.get_logger(__name__)


async def send_one_time_code(worker: Worker, user: UserId) -> None:
    """To every linked chat. Raises TelegramAPIError where none could be told, for another try later."""
    async with worker.transaction() as rooms:
        recipients = await rooms.accounts.recipients([user])
        code = await rooms.accounts.issue_code(user)
    refusals = [refusal for to in recipients if (refusal := await _tell(worker, to, code))]
    if refusals and len(refusals) == len(recipients):
        raise refusals[0]


async def _tell(worker: Worker, recipient: Recipient, code: str) -> TelegramAPIError | None:
    try:
        await worker.bot(messages.one_time_code(recipient, code))
    except ClientDecodeError:
        # It has arrived; the unreadable answer holds the code, so it goes into no log.
        _log.warning("unreadable answer", recipient=recipient.telegram_id)
    except TelegramAPIError as refusal:
        _log.warning("code not told", recipient=recipient.telegram_id, refusal=str(refusal))
        if is_unreachable(refusal):
            await _unreachable(worker, recipient)
        return refusal
    return None


async def _unreachable(worker: Worker, recipient: Recipient) -> None:
    async with worker.transaction() as rooms:
        await rooms.accounts.set_reachable(recipient.telegram_id, False)
