"""Runs the migrations on the database of `DATABASE_URL`."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text

import auth.tables
import kernel.chats.tables
import notifier.tables
import posts.drafts.tables
import posts.files.tables
import posts.pastes.tables
from kernel.database import Base, connect_database
from kernel.settings import DatabaseSettings, read_settings

SCHEMAS = (
    auth.tables.SCHEMA,
    posts.pastes.tables.SCHEMA,
    notifier.tables.SCHEMA,
    kernel.chats.tables.SCHEMA,
)
# The key of the advisory lock by which simultaneous migrations wait for each other; any constant will do.
LOCK_KEY = 4_811_502


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "schema" or name in SCHEMAS


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_schemas=True,
        include_name=is_ours,
        compare_server_default=True,
    )
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK_KEY})
        context.run_migrations()


async def migrate_online() -> None:
    engine = connect_database(read_settings(DatabaseSettings).database_url)
    async with engine.connect() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


if context.is_offline_mode():
    raise SystemExit("Migrations run on a database: set DATABASE_URL.")
asyncio.run(migrate_online())
