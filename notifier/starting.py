"""Check before a worker's first task: do its database and its content store belong together?"""

import asyncio
import sys

import structlog
from celery.signals import worker_init
from sqlalchemy.exc import SQLAlchemyError

from kernel.database import connect_database, session_maker
from kernel.settings import DatabaseSettings, StorageSettings, read_settings
from kernel.storage import Storage, StorageUnavailable
from posts.files.installation import Installation, WrongStorage

_log = structlog.get_logger(__name__)


@worker_init.connect
def check_installation(**_: object) -> None:
    """End a worker that would delete files of another installation, with one line on stderr."""
    try:
        asyncio.run(_check_installation())
    except WrongStorage as wrong:
        sys.exit(str(wrong))
    except (SQLAlchemyError, StorageUnavailable, OSError) as fault:
        # The tasks wait until it is back, and a sweep checks once more.
        _log.warning("installation_not_checked", fault=repr(fault))


async def _check_installation() -> None:
    engine = connect_database(read_settings(DatabaseSettings).database_url)
    try:
        async with session_maker(engine)() as session:
            storage = Storage(read_settings(StorageSettings).storage_url)
            await Installation(session, storage).check_or_begin()
    finally:
        await engine.dispose()
