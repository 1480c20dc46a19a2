"""Where the parts of an export begin, so that whoever goes on with it cuts it as whoever began."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from redis.asyncio import Redis

from kernel.personal_keys import note, of_user
from notifier.exports.files import Belonging, Place
from notifier.models import Export

# Far longer than all attempts together.
_KEPT_FOR: Final = timedelta(days=7)


class Plans:
    """In Redis: without its plan an export starts over."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def of(self, export: Export) -> list[Place] | None:
        kept = await self._redis.get(_key(export))
        return [(kind, number, part) for kind, number, part in json.loads(kept)] if kept else None

    async def keep(self, export: Export, parts: Sequence[Sequence[Belonging]]) -> list[Place]:
        starts = [part[0].place for part in parts]
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(_key(export), json.dumps(starts), ex=_KEPT_FOR)
            note(pipe, of_user(export.user_id), _KEPT_FOR, _key(export))
            await pipe.execute()
        return starts


def part_of(files: Sequence[Belonging], starts: Sequence[Place], number: int) -> list[Belonging]:
    """`number` counts from 0."""
    end = starts[number + 1] if number + 1 < len(starts) else None
    return [file for file in files if starts[number] <= file.place and (end is None or file.place < end)]


def _key(export: Export) -> str:
    return f"notifier:export:{export.id}"
