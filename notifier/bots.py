"""Where the bot is found: facts only; nothing here commits."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifier.models import BotAddress
from notifier.tables import BotRow


class BotRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def keep(self, address: BotAddress) -> None:
        values = {"username": address.username, "chat_url": address.chat_url}
        new = insert(BotRow).values(values)
        await self._session.execute(new.on_conflict_do_update(index_elements=[BotRow.is_it], set_=values))

    async def find(self) -> BotAddress | None:
        row = await self._session.scalar(select(BotRow))
        return BotAddress(row.username, row.chat_url) if row else None
