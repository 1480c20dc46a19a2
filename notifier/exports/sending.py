"""Makes and sends the exports that people have asked for, one part at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from tempfile import TemporaryFile
from typing import Final

import structlog

from auth.models import User
from kernel.leases import LeaseLost, extended
from notifier import messages
from notifier.exports.archives import OpenFile, pack
from notifier.exports.files import ExportFile, FileCollector, SortKey
from notifier.exports.parts import PART_BYTES, PartStarts, files_of_part, split
from notifier.exports.repository import LEASE
from notifier.models import DeliveryKind, Export, ExportStatus, NewDelivery
from notifier.sending import GivenUp, Retry, RetryPolicy, SendRateLimit, Sent, send
from notifier.worker import Services, Worker
from posts.models import EventId, PostId

EXPORT_RETRIES: Final = RetryPolicy(timedelta(seconds=20), timedelta(hours=1), max_attempts=8)
_UPLOAD_TIMEOUT_SECONDS: Final = 300
_log = structlog.get_logger(__name__)


async def send_exports(worker: Worker, part_bytes: int = PART_BYTES) -> None:
    """Send one part of the export that has been due longest, so that other tasks have their turn soon.

    Send none while Telegram has asked to wait.
    """
    if await SendRateLimit(worker.redis).is_paused():
        return
    async with worker.transaction() as services:
        export = await services.exports.claim()
    if export is None:
        return
    try:
        async with extended(partial(_extend, worker, export), LEASE):
            await _send_or_give_up(worker, export, part_bytes)
    except LeaseLost:
        # Another worker has the export, or its person's account was deleted.
        _log.warning("export_lease_lost", export_id=export.id, user=export.user_id)


async def _extend(worker: Worker, export: Export) -> None:
    async with worker.transaction() as services:
        await services.exports.extend(export)


async def _send_or_give_up(worker: Worker, export: Export, part_bytes: int) -> None:
    async with worker.transaction() as services:
        if export.attempts > EXPORT_RETRIES.max_attempts:  # the worker was killed in each of them
            await _give_up(services, export)
            return
        owner = await _owner(services, export)
        if owner is None:
            await services.exports.complete(export, ExportStatus.FAILED)
            return
    await _send_next_part(worker, export, owner, part_bytes)


async def _owner(services: Services, export: Export) -> User | None:
    """Return None where the account is deleted, or the chat is no longer linked to it."""
    linked = await services.accounts.linked_chats(export.user_id)
    return await services.accounts.get(export.user_id) if export.telegram_id in linked else None


async def _send_next_part(worker: Worker, export: Export, owner: User, part_bytes: int) -> None:
    async with worker.transaction() as services:
        files = await FileCollector(services, worker.storage, worker.address, owner, export).collect()
    starts = await _part_starts(worker, export, files, part_bytes)
    if starts is None:
        async with worker.transaction() as services:
            await services.exports.requeue(replace(export, parts_sent=0))
        return
    part = files_of_part(files, starts, export.parts_sent)
    try:
        outcome = await _pack_and_send(worker, export, owner, len(starts), part)
    except OSError as fault:
        _log.warning("export_not_packed", user=export.user_id, exc_info=fault)
        outcome = EXPORT_RETRIES.after(export.attempts)
    async with worker.transaction() as services:
        match outcome:
            case Sent():
                await _complete_part(services, export, len(starts))
            case Retry(delay, counts):
                await services.exports.postpone(export, delay, counts=counts)
            case GivenUp(is_unreachable=True):
                await services.exports.complete(export, ExportStatus.FAILED)
            case GivenUp():
                await _give_up(services, export)


async def _part_starts(
    worker: Worker, export: Export, files: Sequence[ExportFile], part_bytes: int
) -> list[SortKey] | None:
    """Return the first file of each part, as decided for the first part; None where Redis has lost them."""
    if export.parts_sent:
        return await PartStarts(worker.redis).find(export)
    starts = [part[0].sort_key for part in split(files, part_bytes)]
    await PartStarts(worker.redis).save(export, starts)
    return starts


async def _pack_and_send(
    worker: Worker, export: Export, owner: User, count: int, files: Sequence[ExportFile]
) -> Sent | Retry | GivenUp:
    # The file has no name on the disk, so nothing of it is left there however this process ends.
    with TemporaryFile() as file:
        await pack(files, worker.storage, file)
        await SendRateLimit(worker.redis).acquire()
        message = messages.export(export, count, OpenFile(file, _file_name(export, owner, count)))
        return await send(worker, message, EXPORT_RETRIES, export.attempts, _UPLOAD_TIMEOUT_SECONDS)


def _file_name(export: Export, owner: User, count: int) -> str:
    name = f"postebin-{owner.username}-{export.asked_at:%Y-%m-%d}"
    return f"{name}.zip" if count == 1 else f"{name}-{export.parts_sent + 1}-of-{count}.zip"


async def _complete_part(services: Services, export: Export, count: int) -> None:
    sent = replace(export, parts_sent=export.parts_sent + 1)
    if sent.parts_sent == count:
        await services.exports.complete(sent, ExportStatus.SENT)
    else:
        await services.exports.requeue(sent)


async def _give_up(services: Services, export: Export) -> None:
    """Complete the export as failed, and add a delivery of this news to its person."""
    await services.exports.complete(export, ExportStatus.FAILED)
    # Events have positive ids, so this is never the id of one.
    event, post = EventId(-export.id), PostId(0)
    kind = DeliveryKind.EXPORT_FAILED
    await services.deliveries.add([NewDelivery(event, export.telegram_id, post, export.language, kind)])
