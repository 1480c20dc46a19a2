"""A bucket that notes how many connections to Postgres are held at each request."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.bucket import Bucket, running_bucket


@pytest.fixture
def held_connections() -> list[int]:
    """At each request to the bucket."""
    return []


@pytest.fixture
async def bucket(
    engine: AsyncEngine, held_connections: list[int], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bucket]:
    def note() -> None:
        held_connections.append(engine.pool.checkedout())  # type: ignore[attr-defined]

    async with running_bucket(monkeypatch, note) as bucket:
        yield bucket
