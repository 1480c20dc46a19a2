"""Runs all jobs in a process of its own, which is ended where one of them takes too long.

`python -m tests.hostile.apart <skipped>` is that process.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any, Final

from tests.hostile.growth import Job, slow_shapes

_ROOT: Final = Path(__file__).parents[2]
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
    slow, last = [], None
    command = [sys.executable, "-m", "tests.hostile.apart", str(skipped)]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for message in map(json.loads, process.stdout):
            if "slow" in message:
                slow.append(message["slow"])
            else:
                last = message
    return slow, last, process.returncode


def _all_jobs() -> list[Job]:
    from tests.hostile.expressions import expression_jobs
    from tests.hostile.text_functions import function_jobs

    return [*expression_jobs(), *function_jobs()]


def _measure_from(skipped: int) -> None:
    for number, job in enumerate(_all_jobs()[skipped:], skipped):
        signal.setitimer(signal.ITIMER_PROF, _LIMIT)
        for slow in slow_shapes(job, partial(_report, number, job.name)):
            _send({"slow": str(slow)})
    signal.setitimer(signal.ITIMER_PROF, 0)


def _report(number: int, job: str, shape: str, size: int) -> None:
    _send({"number": number, "job": job, "shape": shape, "size": size})


def _send(message: dict[str, Any]) -> None:
    print(json.dumps(message), file=sys.__stdout__, flush=True)


if __name__ == "__main__":
    # The functions may log as they like.
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        _measure_from(int(sys.argv[1]))
