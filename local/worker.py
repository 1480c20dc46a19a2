"""`python -m local.worker SCHEDULE`: Celery's worker and its beat in one process, where memory is dear.

`SCHEDULE` is the file in which beat keeps what was due when. In production a worker has processes of its own
and beat is a service (docker-compose.yaml).
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


def main(schedule: str) -> int:
    """The exit code."""
    # A short interval, so that it stops in a moment.
    beat = Service(app, max_interval=1, schedule_filename=schedule)

    @worker_ready.connect(weak=False)
    def begin(**_: object) -> None:
        Thread(target=beat.start, name="beat", daemon=True).start()
        sys.stdout.write("ready\n")
        sys.stdout.flush()

    @worker_shutdown.connect(weak=False)
    def end(**_: object) -> None:
        beat.stop(wait=True)
        loop.stop()

    # As the command `celery worker` has it; all of Celery's commands with their shell would be 8 MB.
    worker = app.Worker(
        pool_cls="solo",
        loglevel="WARNING",
        quiet=True,
        # One process works; nobody else is there to gossip with.
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    worker.start()
    return int(worker.exitcode or 0)


if __name__ == "__main__":
    # Root on one's own machine is one's own choice.
    warnings.simplefilter("ignore", SecurityWarning)
    sys.exit(main(sys.argv[1]))
