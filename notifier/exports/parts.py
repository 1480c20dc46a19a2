"""Splits the files of an export into parts, and remembers where each part begins."""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from redis.asyncio import Redis

from kernel.personal_keys import of_user, track_keys
from notifier.exports.files import ExportFile, SortKey
from notifier.models import Export

# Telegram Bot API, "Sending files": bots can send files of up to 50 MB.
PART_BYTES: Final = 45 * 1024 * 1024
# The most that a ZIP needs for a file besides its content.
_ZIP_OVERHEAD_BYTES: Final = 512
# Far longer than all attempts together.
_STARTS_LIFETIME: Final = timedelta(days=7)


def split(
    files: Sequence[ExportFile], max_bytes: int, max_files: int | None = None
) -> Iterator[list[ExportFile]]:
    """Split the files, in their order, into groups of at most this size before they are compressed.

    A larger file is a group of its own.
    """
    group: list[ExportFile] = []
    size = 0
    for file in files:
        if group and (size + file.size + _ZIP_OVERHEAD_BYTES > max_bytes or len(group) == max_files):
            yield group
            group, size = [], 0
        group.append(file)
        size += file.size + _ZIP_OVERHEAD_BYTES
    if group:
        yield group


class PartStarts:
    """The first file of each part, in Redis, so that every attempt splits an export in the same way.

    An export whose starts are lost begins again with its first part.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def find(self, export: Export) -> list[SortKey] | None:
        """Return the sort keys of these files; None where Redis has lost them."""
        stored = await self._redis.get(_key(export))
        return [(kind, number, part) for kind, number, part in json.loads(stored)] if stored else None

    async def save(self, export: Export, starts: list[SortKey]) -> None:
        """Store the sort keys for seven days, or until the account is deleted."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(_key(export), json.dumps(starts), ex=_STARTS_LIFETIME)
            track_keys(pipe, of_user(export.user_id), _STARTS_LIFETIME, _key(export))
            await pipe.execute()


def files_of_part(files: Sequence[ExportFile], starts: Sequence[SortKey], number: int) -> list[ExportFile]:
    """Return the files of a part; `number` counts from 0."""
    end = starts[number + 1] if number + 1 < len(starts) else None
    return [
        file for file in files if starts[number] <= file.sort_key and (end is None or file.sort_key < end)
    ]


def _key(export: Export) -> str:
    return f"notifier:export:{export.id}"
