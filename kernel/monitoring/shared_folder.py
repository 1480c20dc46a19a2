"""The folder in which the processes of a Celery worker count (see `registry`).

It has to be there before prometheus_client is imported, so this module imports nothing that does.
"""

import os
from pathlib import Path
from typing import Final

FOLDER_VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"


def create_shared_folder() -> None:
    """Create the folder, if the environment names one. An entry point calls this before other imports."""
    if folder := os.environ.get(FOLDER_VARIABLE):
        Path(folder).mkdir(parents=True, exist_ok=True)
