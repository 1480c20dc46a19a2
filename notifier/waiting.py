"""The statement that measures the notifier's queues for `kernel.monitoring.queues`."""

from datetime import timedelta
from typing import Final

from posts.pastes.events import WAITING_EVENTS

# A lease or a delay before a retry puts `due_at` off, so these are due only while no worker has claimed them.
_LEASED: Final = """
    UNION ALL
    SELECT '{table}', count(*),
        greatest(coalesce(extract(epoch FROM statement_timestamp() - min(due_at)), 0), 0), NULL
    FROM notifier.{table} WHERE status = 'waiting'
"""


def waiting_in_notifier(alert_delay: timedelta) -> str:
    """Return the statement for events, deliveries and exports."""
    events = WAITING_EVENTS.format(seconds=alert_delay.total_seconds())
    return events + "".join(_LEASED.format(table=table) for table in ("deliveries", "exports"))
