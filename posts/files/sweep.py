"""Moves content files that no row names to the trash, and empties that after a week."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from kernel.backup_lock import may_delete_files
from kernel.content_store import ContentKey
from kernel.contents import Contents
from kernel.trash import day_of, key_before, trash_key
from posts.files.in_use import FilesInUse
from posts.files.installation import Installation

# A file is stored before its row; this is far longer than any publishing takes.
ORPHAN_AGE: Final = timedelta(days=1)
# A crash leaves a file or two. What is more is a wrong database, or one that was restored from a backup.
_MAX_ORPHANS: Final = 1_000
_MAX_SHARE: Final = 0.01
_DAYS_IN_TRASH: Final = 7
_EXAMPLES: Final = 10


@dataclass(slots=True)
class OrphanSweep:
    """The result of a sweep: counts of `files` that are old enough, of `orphans` among them, and of changes.

    `examples` are some of the orphans.
    """

    files: int = 0
    orphans: int = 0
    moved: int = 0
    moved_back: int = 0
    deleted: int = 0
    examples: list[ContentKey] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Tell whether the orphans are more than 1,000, or more than a hundredth of the files.

        There is no minimum number, because another installation may have few files.
        """
        return self.orphans > _MAX_ORPHANS or self.orphans > self.files * _MAX_SHARE


class OrphanSweeper:
    def __init__(
        self, session: AsyncSession, files: FilesInUse, installation: Installation, contents: Contents
    ) -> None:
        self._session = session
        self._files = files
        self._installation = installation
        self._contents = contents
        self._storage = contents.storage

    async def sweep_orphans(self, age: timedelta, *, is_confirmed: bool = False) -> OrphanSweep:
        """Move files of at least this age that no row names to the trash.

        If they are too many, none is moved unless an operator has confirmed it; then all are. None is moved
        while a backup runs. Files in the
        trash that a row names again are moved back, and those that were there for a week are deleted.
        Raises WrongStorage, and what `Storage` raises.
        """
        await self._installation.check()
        sweep = OrphanSweep()
        await self._sort_trash(sweep)
        found = await self._find(age, sweep)
        # The snapshot of a running backup may have the rows of these files.
        if (is_confirmed or not sweep.is_refused) and await may_delete_files(self._session):
            await self._move(found, sweep)
        return sweep

    async def _find(self, age: timedelta, sweep: OrphanSweep) -> list[ContentKey]:
        found: list[ContentKey] = []
        async for keys in self._storage.keys_older_than(age):
            orphans = set(keys) - await self._in_use(keys)
            sweep.files += len(keys)
            sweep.orphans += len(orphans)
            found += orphans
        sweep.examples = list(islice(found, _EXAMPLES))
        return found

    async def _move(self, keys: Sequence[ContentKey], sweep: OrphanSweep) -> None:
        for key in keys:
            await self._storage.move(key, trash_key(key, _today()))
            sweep.moved += 1

    async def _sort_trash(self, sweep: OrphanSweep) -> None:
        async for keys in self._storage.keys_in_trash():
            in_use = await self._in_use([key_before(key) for key in keys])
            for key in keys:
                if key_before(key) in in_use:
                    await self._storage.move(key, key_before(key))
                    sweep.moved_back += 1
                elif (_today() - day_of(key)).days >= _DAYS_IN_TRASH:
                    await self._storage.delete(key)
                    sweep.deleted += 1

    async def _in_use(self, keys: Sequence[ContentKey]) -> set[ContentKey]:
        found = await self._files.among(keys)
        await self._contents.release_connection()
        return found


def _today() -> date:
    return datetime.now(UTC).date()
