"""Makes and sends what people have asked to take along, a part at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from tempfile import TemporaryFile
from typing import Final

import structlog
from aiogram.exceptions import ClientDecodeError, TelegramAPIError

from auth.models import User
from kernel.leases import LeaseLost, extended
from notifier import messages
from notifier.exports.archives import PART, pack, parts
from notifier.exports.files import Belonging, Collection, Place
from notifier.exports.parts import Plans, part_of
from notifier.exports.repository import LEASE
from notifier.exports.uploads import OpenFile
from notifier.models import DeliveryKind, Export, ExportStatus
from notifier.pace import Pace
from notifier.telegram import asked_to_wait, is_passing, is_unreachable
from notifier.worker import Worker

MOST_ATTEMPTS: Final = 8
_SENT_WITHIN: Final = 300  # seconds
_LONGEST_WAIT: Final = 3600  # seconds
_log = structlog.get_logger(__name__)


async def send_exports(worker: Worker, part_size: int = PART) -> None:
    """One part of one export, so that all else there is to do has its turn soon. `part_size` in bytes."""
    if await Pace(worker.redis).is_paused():
        return
    async with worker.transaction() as rooms:
        export = await rooms.exports.claim()
    if export is None:
        return
    try:
        async with extended(partial(_extend, worker, export), LEASE):
            await _work_on(worker, export, part_size)
    except LeaseLost:
        # Another worker has it by now, or the person has left.
        _log.warning("export_lease_lost", export_id=export.id, user=export.user_id)


async def _extend(worker: Worker, export: Export) -> None:
    async with worker.transaction() as rooms:
        await rooms.exports.extend(export)


async def _work_on(worker: Worker, export: Export, part_size: int) -> None:
    if export.attempts > MOST_ATTEMPTS:  # whoever made them was killed in each
        await _give_up(worker, export)
    elif owner := await _owner(worker, export):
        await _go_on(worker, export, owner, part_size)
    else:
        await _complete(worker, export, ExportStatus.FAILED)


async def _owner(worker: Worker, export: Export) -> User | None:
    """None where the account is gone, or is not this chat's any more."""
    async with worker.transaction() as rooms:
        linked = await rooms.accounts.linked_chats(export.user_id)
        return await rooms.accounts.get(export.user_id) if export.telegram_id in linked else None


async def _go_on(worker: Worker, export: Export, owner: User, part_size: int) -> None:
    async with worker.transaction() as rooms:
        files = await Collection(rooms, worker.storage, worker.address, owner, export).all()
    starts = await _plan(worker, export, parts(files, part_size))
    if starts is None:
        await _requeue(worker, replace(export, parts_sent=0))
        return
    part, count = part_of(files, starts, export.parts_sent), len(starts)
    try:
        await _send(worker, export, _name(export, owner, count), count, part)
    except TelegramAPIError as refusal:
        await _refused(worker, export, refusal)
    except OSError as fault:
        _log.warning("export not packed", user=export.user_id, exc_info=fault)
        await _later(worker, export)
    except ClientDecodeError as answer:
        # Telegram took it, and said so in words that aiogram does not know: once is enough.
        _log.warning("answer not understood", recipient=export.telegram_id, answer=str(answer))
        await _sent(worker, export, count)
    else:
        await _sent(worker, export, count)


async def _plan(worker: Worker, export: Export, cut: Sequence[Sequence[Belonging]]) -> list[Place] | None:
    """Return where the parts begin, as decided when the first was sent, or None where that is lost."""
    plans = Plans(worker.redis)
    return await plans.of(export) if export.parts_sent else await plans.keep(export, cut)


async def _send(worker: Worker, export: Export, name: str, count: int, files: Sequence[Belonging]) -> None:
    # Without a name on the disk: nothing of it stays there, whatever ends this process.
    with TemporaryFile() as file:
        await pack(files, worker.storage, file)
        await Pace(worker.redis).take_turn()
        message = messages.export(export, count, OpenFile(file, name))
        await worker.bot(message, request_timeout=_SENT_WITHIN)


def _name(export: Export, owner: User, count: int) -> str:
    name = f"postebin-{owner.username}-{export.asked_at:%Y-%m-%d}"
    return f"{name}.zip" if count == 1 else f"{name}-{export.parts_sent + 1}-of-{count}.zip"


async def _sent(worker: Worker, export: Export, count: int) -> None:
    sent = replace(export, parts_sent=export.parts_sent + 1)
    if sent.parts_sent == count:
        await _complete(worker, sent, ExportStatus.SENT)
    else:
        await _requeue(worker, sent)


async def _refused(worker: Worker, export: Export, refusal: TelegramAPIError) -> None:
    if delay := asked_to_wait(refusal):
        await Pace(worker.redis).pause(delay)
        await _postpone(worker, export, delay, counts=False)
    elif is_unreachable(refusal):
        await _unreachable(worker, export)
    elif is_passing(refusal):
        await _later(worker, export)
    else:
        _log.error("export refused", recipient=export.telegram_id, refusal=str(refusal))
        await _give_up(worker, export)


async def _later(worker: Worker, export: Export) -> None:
    if export.attempts < MOST_ATTEMPTS:
        await _postpone(worker, export, timedelta(seconds=min(10 * 2**export.attempts, _LONGEST_WAIT)))
    else:
        await _give_up(worker, export)


async def _give_up(worker: Worker, export: Export) -> None:
    """Complete it as failed, and add a delivery that tells its person so."""
    async with worker.transaction() as rooms:
        await rooms.exports.complete(export, ExportStatus.FAILED)
        await rooms.deliveries.add([_failure(export)])


def _failure(export: Export) -> dict[str, object]:
    return {
        # Events have ids from 1 on, so these are never taken for one.
        "event_id": -export.id,
        "recipient": export.telegram_id,
        "post_id": 0,
        "kind": DeliveryKind.EXPORT_FAILED,
        "language": export.language,
    }


async def _unreachable(worker: Worker, export: Export) -> None:
    async with worker.transaction() as rooms:
        await rooms.accounts.set_reachable(export.telegram_id, False)
        await rooms.exports.complete(export, ExportStatus.FAILED)


async def _complete(worker: Worker, export: Export, status: ExportStatus) -> None:
    async with worker.transaction() as rooms:
        await rooms.exports.complete(export, status)


async def _requeue(worker: Worker, export: Export) -> None:
    async with worker.transaction() as rooms:
        await rooms.exports.requeue(export)


async def _postpone(worker: Worker, export: Export, delay: timedelta, *, counts: bool = True) -> None:
    async with worker.transaction() as rooms:
        await rooms.exports.postpone(export, delay, counts=counts)
