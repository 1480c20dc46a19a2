"""The registry that `/metrics` serves: of this process, or of a Celery worker and its child processes.

Celery's tasks run in child processes, and the parent serves. With `PROMETHEUS_MULTIPROC_DIR` in the
environment, prometheus_client counts in files of that folder, which the parent adds up.
"""

import os
from pathlib import Path
from typing import Final

from prometheus_client import REGISTRY, CollectorRegistry, ProcessCollector
from prometheus_client.multiprocess import MultiProcessCollector

from kernel.monitoring.shared_folder import FOLDER_VARIABLE


def _registry() -> CollectorRegistry:
    if not os.environ.get(FOLDER_VARIABLE):
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    ProcessCollector(registry=registry)
    return registry


SERVED: Final = _registry()


def delete_counts_of_former_processes() -> None:
    """Delete the files of processes that ended. A worker calls this before it has child processes."""
    if folder := os.environ.get(FOLDER_VARIABLE):
        for file in Path(folder).glob("*.db"):
            if not file.stem.endswith(f"_{os.getpid()}"):
                file.unlink()
