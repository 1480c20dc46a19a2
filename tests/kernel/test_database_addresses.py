"""Database addresses in all spellings mean the same to SQLAlchemy and to asyncpg."""

from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from kernel.database import arguments_for_asyncpg, connect_database
from local.postgres import EmbeddedPostgres

PLACE = {"host": "db", "port": 5433, "user": "p", "password": "a@b", "database": "pastes"}


@pytest.mark.parametrize("driver", ["postgresql", "postgresql+asyncpg"])
@pytest.mark.parametrize(
    ("query", "more"),
    [
        ("", {}),
        ("?sslmode=require", {"ssl": "require"}),
        ("?ssl=verify-full", {"ssl": "verify-full"}),
        ("?prepared_statement_cache_size=0", {}),
    ],
)
def test_an_address_is_the_same_for_sqlalchemy_and_asyncpg(
    driver: str, query: str, more: dict[str, Any]
) -> None:
    assert arguments_for_asyncpg(f"{driver}://p:a%40b@db:5433/pastes{query}") == PLACE | more


def test_an_address_may_name_a_unix_socket() -> None:
    told = arguments_for_asyncpg("postgresql://p@/pastes?host=/run/postgresql")
    assert told == {"host": "/run/postgresql", "user": "p", "database": "pastes"}


@pytest.mark.parametrize("query", ["?sslmode=disable", "?ssl=prefer", "?prepared_statement_cache_size=0"])
async def test_sqlalchemy_and_asyncpg_connect_with_the_address(
    postgres: EmbeddedPostgres, query: str
) -> None:
    url = postgres.url + query
    engine = connect_database(url)
    async with engine.connect() as one, asyncpg.create_pool(min_size=0, **arguments_for_asyncpg(url)) as pool:
        assert await one.scalar(text("SELECT current_database()")) == await pool.fetchval(
            "SELECT current_database()"
        )
    await engine.dispose()
