"""`python -m notifier.beat SCHEDULE`: the clock of the periodic tasks, of which exactly one runs.

`SCHEDULE` is a file for the times of the last runs. The application has no tasks, whose imports take 50 MB,
and does without the 10 MB of Celery's command line.
"""

import sys

from celery import Celery
from celery.apps.beat import Beat

from kernel.logs import configure_logs
from kernel.settings import LogSettings, read_settings

app = Celery("notifier")
app.config_from_object("notifier.config")
_MAX_INTERVAL_SECONDS = 5  # a healthy beat answers a ping within it


def main(schedule: str) -> None:
    configure_logs(read_settings(LogSettings))
    Beat(
        app=app,
        schedule=schedule,
        max_interval=_MAX_INTERVAL_SECONDS,
        remote_control=True,
        hostname="beat@%h",
        quiet=True,
    ).run()


if __name__ == "__main__":
    main(sys.argv[1])
