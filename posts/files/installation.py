"""The id that the database and the content store of one installation have in common.

Where they differ, a setting is wrong: one of the two belongs to another installation, whose files would look
as if no row named them.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kernel.content_store import ContentKey
from kernel.storage import Storage
from posts.files.in_use import FilesInUse
from posts.files.tables import InstallationRow

# Not below a folder: no sweep and no list of contents sees it.
_MARK: Final = ContentKey("installation")
_ANY_AGE: Final = timedelta(0)
_HINT: Final = (
    "Set DATABASE_URL and STORAGE_URL to those of one installation. If you are certain that they belong"
    " together, run `python -m posts.files adopt`."
)


class WrongStorage(Exception):
    """The store belongs to another installation than the database; the message is for its operator."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"STORAGE_URL does not fit DATABASE_URL: {reason} {_HINT}")


class Installation:
    """Compares the ids. All methods raise StorageUnavailable, or OSError on other faults of the storage."""

    def __init__(self, session: AsyncSession, storage: Storage) -> None:
        self._session = session
        self._storage = storage
        self._files = FilesInUse(session)

    async def check(self) -> None:
        """Raise WrongStorage if the ids differ or the store has none; nothing is written."""
        mark = await self._mark()
        if mark is None:
            raise WrongStorage("the store has no file `installation`; is its disk mounted?")
        if mark != await self._id():
            raise WrongStorage("the store belongs to another installation.")

    async def check_or_begin(self) -> None:
        """Do the same at a start, where a new installation, or one without ids, gets its id."""
        if await self._mark() is None:
            await self._check_without_mark()
            await self.adopt()
        await self.check()

    async def adopt(self) -> None:
        """Give the store the id of the database, whichever it had."""
        mark = str(await self._id_or_new()).encode()
        await self._storage.delete(_MARK)
        await self._storage.put_at(_MARK, mark)

    async def renew(self) -> None:
        """Give both a new id: a restored copy is an installation of its own."""
        await self._session.merge(InstallationRow(is_only=True, id=uuid4()))
        await self._session.commit()
        await self.adopt()

    async def _check_without_mark(self) -> None:
        """Raise WrongStorage unless both are new, or the database names files that are in the store."""
        keys = await anext(aiter(self._storage.keys_older_than(_ANY_AGE)), None)
        if not keys:
            if await self._files.are_there():
                raise WrongStorage("the store is empty, and the database has pastes; is its disk mounted?")
        elif not await self._files.among(keys):
            raise WrongStorage("the database knows none of the files in the store.")

    async def _mark(self) -> UUID | None:
        try:
            return UUID((await self._storage.get(_MARK)).decode())
        except FileNotFoundError:
            return None
        except ValueError:
            raise WrongStorage("its file `installation` has no id in it.") from None

    async def _id(self) -> UUID | None:
        return await self._session.scalar(select(InstallationRow.id))

    async def _id_or_new(self) -> UUID:
        await self._session.execute(insert(InstallationRow).values(id=uuid4()).on_conflict_do_nothing())
        found = (await self._session.scalars(select(InstallationRow.id))).one()
        await self._session.commit()
        return found
