"""Runs all jobs in a process of its own, which is ended where one of them takes too long.

`python -m tests.hostile.apart <skipped> <file>` is that process. What it is measuring is always in the file,
which both map into memory: a pipe would take longer than most measurements.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import redirect_stdout
from functools import partial
from mmap import mmap
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from tests.hostile.growth import Job, slow_shapes

_ROOT: Final = Path(__file__).parents[2]
_FILE_BYTES: Final = 2048
_LIMIT: Final = 15.0  # seconds of computing of one job with all its shapes; the slowest takes 2


def slow_jobs() -> list[str]:
    """Return a line for each expression or function that grows too fast."""
    slow: list[str] = []
    skipped = 0
    while True:
        known, last, code = _run(skipped)
        slow += known
        if not code:
            return slow
        if code != -signal.SIGPROF or last is None:
            raise RuntimeError(f"the process ended with {code} at {last}")
        slow.append(f"{last['job']}: {last['size']:,} of {last['shape']}: stopped after {_LIMIT} s")
        skipped = last["number"] + 1


def _run(skipped: int) -> tuple[list[str], dict[str, Any] | None, int]:
    """Return the slow jobs, what was measured last, and the exit code."""
    with NamedTemporaryFile() as file:
        file.truncate(_FILE_BYTES)
        command = [sys.executable, "-m", "tests.hostile.apart", str(skipped), file.name]
        process = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True, check=False)
        last = file.read().rstrip(b" \0")
    return process.stdout.splitlines(), json.loads(last) if last else None, process.returncode


def _all_jobs() -> list[Job]:
    from tests.hostile.expressions import expression_jobs
    from tests.hostile.text_functions import function_jobs

    return [*expression_jobs(), *function_jobs()]


def _measure_from(skipped: int, file: mmap) -> None:
    for number, job in enumerate(_all_jobs()[skipped:], skipped):
        signal.setitimer(signal.ITIMER_PROF, _LIMIT)
        for slow in slow_shapes(job, partial(_note, file, number, job.name)):
            print(slow, file=sys.__stdout__, flush=True)
    signal.setitimer(signal.ITIMER_PROF, 0)


def _note(file: mmap, number: int, job: str, shape: str, size: int) -> None:
    now = {"number": number, "job": job, "shape": shape, "size": size}
    file[:] = json.dumps(now)[:_FILE_BYTES].encode().ljust(_FILE_BYTES)


if __name__ == "__main__":
    # The functions may log as they like.
    with (
        Path(os.devnull).open("w") as nowhere,
        redirect_stdout(nowhere),
        Path(sys.argv[2]).open("r+b") as shared,
    ):
        _measure_from(int(sys.argv[1]), mmap(shared.fileno(), _FILE_BYTES))
