"""`python -m posts.files`: do the database and the content store belong together? And the sweep by hand."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from kernel.contents import Contents
from kernel.database import connect_database, session_maker
from kernel.settings import DatabaseSettings, StorageSettings, read_settings
from kernel.storage import Storage, StorageUnavailable
from posts.files.in_use import FilesInUse
from posts.files.installation import Installation, WrongStorage
from posts.files.sweep import ORPHAN_AGE, OrphanSweeper

_HELP: Final = {
    "check": "exit with one line if they do not; give a new installation its id",
    "adopt": "give the store the id of the database, whichever it had",
    "sweep": "move all files older than a day that no row names to the trash, however many they are",
}


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[AsyncSession, Storage]]:
    engine = connect_database(read_settings(DatabaseSettings).database_url)
    async with session_maker(engine)() as session:
        yield session, Storage(read_settings(StorageSettings).storage_url)
    await engine.dispose()


async def run(command: str) -> None:
    async with opened() as (session, storage):
        installation = Installation(session, storage)
        match command:
            case "check":
                await installation.check_or_begin()
            case "adopt":
                await installation.adopt()
            case _:
                sweeper = OrphanSweeper(
                    session, FilesInUse(session), installation, Contents(session, storage)
                )
                print(asdict(await sweeper.sweep_orphans(ORPHAN_AGE, is_confirmed=True)))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m posts.files", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in _HELP.items():
        commands.add_parser(name, help=words)
    try:
        asyncio.run(run(parser.parse_args().command))
    except WrongStorage as wrong:
        sys.exit(str(wrong))
    except StorageUnavailable as fault:
        sys.exit(f"STORAGE_URL cannot be used: {fault.strerror}. Change it in .env or the environment.")


if __name__ == "__main__":
    main()
