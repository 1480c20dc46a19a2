"""Services of one transaction, for an operator's command."""

import getpass
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from auth.acts import ActLog
from auth.service import AccountService
from auth.wiring import account_service
from kernel.contents import Contents
from kernel.database import connect_database, session_maker
from kernel.redis import connect_redis
from kernel.settings import AlertSettings
from kernel.transaction import Jobs, transaction
from local import servers
from local.settings import read_checked
from posts.limits import Allowance
from posts.moderation import Moderation
from posts.wiring import post_services


@dataclass(frozen=True, slots=True)
class Desk:
    """`alert_delay` is that of the notifier: an alert does not wait before it is over."""

    session: AsyncSession
    accounts: AccountService
    moderation: Moderation
    acts: ActLog
    alert_delay: timedelta

    async def note(self, act: str, target: str, reason: str = "") -> None:
        """Log an act of this operator, in the act's transaction."""
        await self.acts.add(f"operator {_system_user()}", act, target, reason)


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user need not have a name
        return str(os.getuid())


@asynccontextmanager
async def opened_desk() -> AsyncIterator[Desk]:
    """Open a transaction, which is committed at the end. Raises CannotRun."""
    delay = timedelta(seconds=read_checked(AlertSettings).alert_delay)
    async with servers.database_and_redis() as (database_url, redis_url), connect_redis(redis_url) as redis:
        engine = connect_database(database_url)
        jobs = Jobs()
        try:
            async with session_maker(engine)() as session, transaction(session, jobs):
                contents = Contents(session, servers.storage())
                posts = post_services(session, redis, contents, jobs, Allowance())
                accounts = account_service(session, redis, servers.secrets())
                yield Desk(session, accounts, posts.moderation, ActLog(session), delay)
        finally:
            await engine.dispose()
