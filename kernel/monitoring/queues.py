"""Metrics of the queues in Postgres, read when they are asked for.

They are read with a connection of their own in the thread of the monitoring server, so that they are there
while an event loop is stalled or all connections of the pool are in use. Every process of a service reads the
same values.
"""

import asyncio
import time
from collections.abc import Iterator
from threading import Lock
from typing import Any, Final

import asyncpg
import structlog
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from kernel.database import is_connection_lost
from kernel.database_address import DatabaseAddress

_MAX_AGE_SECONDS: Final = 10.0
_TIMEOUT_SECONDS: Final = 3.0
_log = structlog.get_logger(__name__)


class QueueCollector(Collector):
    """The length and age of queues.

    `statement` returns a row for each queue: its name, how many items wait, the seconds since the oldest was
    due, and how many items were set aside; NULL where the queue has no such number.
    """

    def __init__(self, database_url: str, statement: str) -> None:
        self._dsn = DatabaseAddress.parse(database_url).dsn
        self._statement = statement
        self._lock = Lock()
        self._rows: list[Any] | None = None
        self._read_at = -_MAX_AGE_SECONDS

    def describe(self) -> Iterator[GaugeMetricFamily]:
        yield from _families(None)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self._lock:
            if time.monotonic() - self._read_at >= _MAX_AGE_SECONDS:
                self._rows = self._read()
                self._read_at = time.monotonic()
            rows = self._rows
        yield from _families(rows)

    def _read(self) -> list[Any] | None:
        try:
            return asyncio.run(_fetch(self._dsn, self._statement))
        except Exception as fault:
            level = "warning" if is_connection_lost(fault) else "error"
            getattr(_log, level)("queues_not_read", fault=repr(fault))
            return None


async def _fetch(dsn: str, statement: str) -> list[Any]:
    async with asyncio.timeout(_TIMEOUT_SECONDS):
        connection = await asyncpg.connect(dsn, timeout=_TIMEOUT_SECONDS)
        try:
            rows = await connection.fetch(statement)
        except BaseException:
            connection.terminate()  # to say goodbye could take as long as the statement
            raise
        await connection.close()
        return rows


def _families(rows: list[Any] | None) -> list[GaugeMetricFamily]:
    is_read = GaugeMetricFamily("postebin_queues_readable", "1 if Postgres answered for the queues, else 0")
    is_read.add_metric([], float(rows is not None))
    columns = (
        GaugeMetricFamily("postebin_queue_items", "Items that wait in a queue", labels=["queue"]),
        GaugeMetricFamily(
            "postebin_queue_oldest_seconds", "Seconds since the oldest item was due", labels=["queue"]
        ),
        GaugeMetricFamily(
            "postebin_queue_set_aside_items", "Items that failed too often, of the last day", labels=["queue"]
        ),
    )
    for name, *values in rows or ():
        for family, value in zip(columns, values, strict=True):
            if value is not None:
                family.add_metric([name], float(value))
    return [is_read, *columns]
