"""Queries on preferences: the terms of a person's new pastes."""

from typing import Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import UserId
from posts.models import Terms, Visibility
from posts.pastes.tables import PreferencesRow

# This runs for every new paste, so it is built once.
_OF: Final = select(PreferencesRow).where(PreferencesRow.user_id == bindparam("user"))


class Preferences:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, user: UserId) -> Terms:
        """Return a person's terms; the default ones if none were set."""
        row = await self._session.scalar(_OF, {"user": user})
        return Terms(Visibility(row.visibility), row.lifetime, row.burn_after_read) if row else Terms()

    async def set(self, user: UserId, terms: Terms) -> None:
        values = {
            "visibility": terms.visibility,
            "lifetime": terms.lifetime,
            "burn_after_read": terms.burn_after_read,
        }
        new = insert(PreferencesRow).values(user_id=user, **values)
        await self._session.execute(new.on_conflict_do_update(index_elements=["user_id"], set_=values))

    async def delete(self, user: UserId) -> None:
        await self._session.execute(delete(PreferencesRow).where(PreferencesRow.user_id == user))
