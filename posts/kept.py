"""What people sent that is no paste yet: it waits where it cannot be lost, in Postgres and the storage."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import TelegramId
from kernel.storage import ContentKey, Storage
from posts.models import Draft, Origin
from posts.tables import DraftRow, origin_columns


class KeptDrafts:
    def __init__(self, session: AsyncSession, storage: Storage) -> None:
        self._session = session
        self._storage = storage

    async def keep(self, owner: TelegramId, draft: Draft) -> None:
        """The same message is kept once."""
        key = await self._storage.put(draft.text.encode())
        new = insert(DraftRow).values(
            telegram_id=owner,
            title=draft.title,
            language=draft.language,
            content_source=key,
            **origin_columns(draft.origin),
        )
        kept = await self._session.scalar(new.on_conflict_do_nothing().returning(DraftRow.id))
        if kept is None:
            await self._storage.delete(key)

    async def take(self, owner: TelegramId) -> list[tuple[Draft, ContentKey]]:
        """All that this person has waiting, in the order it was sent, with its file; it waits no more."""
        taken = delete(DraftRow).where(DraftRow.telegram_id == owner).returning(DraftRow)
        rows = sorted(await self._session.scalars(taken), key=lambda row: row.id)
        return [(await self._draft(row), ContentKey(row.content_source)) for row in rows]

    async def _draft(self, row: DraftRow) -> Draft:
        text = (await self._storage.get(ContentKey(row.content_source))).decode()
        return Draft(row.title, text, row.language, _origin(row))


def _origin(row: DraftRow) -> Origin | None:
    if row.source_bot_id is None or row.source_chat_id is None or row.source_message_id is None:
        return None
    return Origin(row.source_bot_id, row.source_chat_id, row.source_message_id)
