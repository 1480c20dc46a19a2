"""The tables are what the migrations make, there and back."""

from local.postgres import EmbeddedPostgres
from tests.conftest import run_alembic


async def test_the_migrations_make_what_the_code_declares(postgres: EmbeddedPostgres):
    printed = await run_alembic("check", database_url=postgres.url)
    assert "No new upgrade operations detected" in printed


async def test_every_migration_can_be_taken_back(postgres: EmbeddedPostgres):
    await run_alembic("downgrade", "base", database_url=postgres.url)
    await run_alembic("upgrade", "head", database_url=postgres.url)
