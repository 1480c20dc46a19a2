"""`python -m local.worker SCHEDULE`: a Celery worker and beat in one process, which saves memory.

`SCHEDULE` is beat's schedule file. In production beat is a service of its own (docker-compose.yaml).
"""

from kernel.lean_aiogram import import_lean_aiogram

import_lean_aiogram()

import sys
import warnings
from threading import Thread

from celery.beat import Service
from celery.exceptions import SecurityWarning
from celery.signals import worker_ready, worker_shutdown

from notifier import loop
from notifier.app import app
from notifier.schedule import OneRunScheduler


def main(schedule: str) -> int:
    """Run until a signal; return the exit code."""
    # A short interval, so that beat stops at once.
    beat = Service(app, max_interval=1, schedule_filename=schedule, scheduler_cls=OneRunScheduler)

    @worker_ready.connect(weak=False)
    def start_beat(**_: object) -> None:
        Thread(target=beat.start, name="beat", daemon=True).start()
        sys.stdout.write("ready\n")
        sys.stdout.flush()

    @worker_shutdown.connect(weak=False)
    def stop_beat(**_: object) -> None:
        beat.stop(wait=True)
        loop.stop()

    # What `celery worker` does, without the 8 MB of Celery's command line.
    worker = app.Worker(
        pool_cls="solo",
        loglevel="WARNING",
        quiet=True,
        # There are no other workers.
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    worker.start()
    return int(worker.exitcode or 0)


if __name__ == "__main__":
    # On their own machine, people may run it as root.
    warnings.simplefilter("ignore", SecurityWarning)
    sys.exit(main(sys.argv[1]))
