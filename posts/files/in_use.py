"""The content files that rows name."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

from sqlalchemy import Select, exists, select, union
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from kernel.content_store import ContentKey
from posts.drafts.tables import DraftRow
from posts.pastes.tables import PostRow, RevisionRow

_KEYS_PER_PAGE: Final = 500
_COLUMNS: Final = (
    RevisionRow.content_source,
    PostRow.original_source,
    DraftRow.content_source,
    DraftRow.original_source,
)


class FilesInUse:
    """The files that pastes, their revisions and drafts have their texts and original files in."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def among(self, keys: Sequence[ContentKey]) -> set[ContentKey]:
        """Return those of the keys that a row names."""
        found = union(*(select(column).where(column.in_(keys)) for column in _COLUMNS)).subquery()
        return {ContentKey(key) for key in await self._session.scalars(select(found.c[0]))}

    async def are_there(self) -> bool:
        """Return whether any row names a file."""
        return any([await self._session.scalar(select(exists(query))) for query in _named()])


async def all_files_in_use(connection: AsyncConnection) -> AsyncIterator[list[ContentKey]]:
    """Yield the keys of all files that a row names in the connection's snapshot, up to 500 at once."""
    for query in _named():
        async for rows in (await connection.stream_scalars(query)).partitions(_KEYS_PER_PAGE):
            yield [ContentKey(key) for key in rows if key]


def _named() -> list[Select[Any]]:
    return [select(column).where(column.is_not(None)) for column in _COLUMNS]
