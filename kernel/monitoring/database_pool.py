"""Metrics of a process' connections to Postgres."""

from collections.abc import Callable
from typing import Final

from prometheus_client import Gauge
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import QueuePool

_CONNECTIONS: Final = Gauge(
    "postebin_database_connections", "Connections to Postgres by pool and state", ["pool", "state"]
)
_LIMIT: Final = Gauge("postebin_database_connections_limit", "Most connections of a pool", ["pool"])


def watch_engine(engine: AsyncEngine) -> None:
    """Measure the pool of this engine from now on, as `main`, instead of that of another engine."""
    pool = engine.pool
    if isinstance(pool, QueuePool):
        # SQLAlchemy has no public number of the overflow.
        limit = pool.size() + pool._max_overflow
        watch_pool("main", pool.checkedout, pool.checkedin, lambda: limit)


def watch_pool(name: str, used: Callable[[], int], idle: Callable[[], int], limit: Callable[[], int]) -> None:
    """Measure a pool by these functions, which are called in the thread of the monitoring server."""
    _CONNECTIONS.labels(name, "used").set_function(used)
    _CONNECTIONS.labels(name, "idle").set_function(idle)
    _LIMIT.labels(name).set_function(limit)
