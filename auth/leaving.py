"""Deleting an account: whoever asks for it has a day to think better of it."""

from datetime import datetime, timedelta
from typing import Final

from auth.codes import OneTimeCodes
from auth.errors import NotRegistered, NotYourUsername, TooLateToStay
from auth.models import User, UserId
from auth.repository import AccountRepository
from auth.tries import Limits
from auth.usernames import LONGEST

_TIME_TO_STAY: Final = timedelta(hours=24)


class Leaving:
    """What `auth.service.AccountService` can do about it."""

    def __init__(self, accounts: AccountRepository, codes: OneTimeCodes, limits: Limits) -> None:
        self._accounts = accounts
        self._codes = codes
        self._limits = limits

    async def confirm_deletion(self, user: User, typed: str) -> datetime:
        """Asks for it, for whoever is so sure that they type their username. Raises NotYourUsername."""
        if typed.strip().removeprefix("@").lower() != user.username:
            raise NotYourUsername(typed.strip()[: LONGEST + 1], user.username)
        return await self.ask_deletion(user.id)

    async def ask_deletion(self, user: UserId) -> datetime:
        """When everything of this person is to be deleted: in a day, or as was asked before."""
        when = await self._accounts.set_deleting(user, _TIME_TO_STAY)
        if when is None:
            raise NotRegistered
        return when

    async def cancel_deletion(self, user: UserId) -> None:
        """Raises TooLateToStay."""
        if not await self._accounts.clear_deleting(user):
            raise TooLateToStay

    async def due_deletions(self, limit: int) -> list[User]:
        return await self._accounts.leaving(limit)

    async def hold_for_deletion(self, user: UserId) -> bool:
        """From here to the end of the transaction nothing can come of this person any more.

        False while something still may: another time, then.
        """
        return await self._accounts.hold_leaving(user)

    async def delete(self, user: UserId) -> None:
        """Whoever was held for it; the username is free again."""
        await self._codes.forget(user)
        await self._limits.forget_account(user, await self._accounts.chats_of(user))
        await self._accounts.remove(user)
