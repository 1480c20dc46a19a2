"""Runs jobs in a process of its own, which is ended where one of them takes too long to be waited for.

`python -m tests.hostile.apart <jobs> <skipped>` is that process.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any, Final

from tests.hostile.growth import Job, slow_shapes

_ROOT: Final = Path(__file__).parents[2]
_LIMIT: Final = 15.0  # seconds of computing of one job with all its shapes; the slowest takes 4


def slow_in(jobs: str) -> list[str]:
    """What grows too fast of `expressions` or `functions`, a line each."""
    slow: list[str] = []
    done = 0
    while True:
        known, last, code = _run(jobs, done)
        slow += known
        if not code:
            return slow
        if code != -signal.SIGPROF or last is None:
            raise RuntimeError(f"the process ended with {code} at {last}")
        slow.append(f"{last['job']}: {last['size']:,} of {last['shape']}: stopped after {_LIMIT} s")
        done = last["number"] + 1


def _run(jobs: str, skipped: int) -> tuple[list[str], dict[str, Any] | None, int]:
    slow, last = [], None
    command = [sys.executable, "-m", "tests.hostile.apart", jobs, str(skipped)]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            told = json.loads(line)
            if "slow" in told:
                slow.append(told["slow"])
            else:
                last = told
    return slow, last, process.returncode


def _expressions() -> list[Job]:
    from tests.hostile.expressions import expression_jobs

    return expression_jobs()


def _functions() -> list[Job]:
    from tests.hostile.text_functions import function_jobs

    return function_jobs()


_JOBS: Final[Mapping[str, Callable[[], list[Job]]]] = {"expressions": _expressions, "functions": _functions}


def _told(jobs: list[Job], skipped: int) -> Iterator[dict[str, Any]]:
    for number, job in enumerate(jobs[skipped:], skipped):
        signal.setitimer(signal.ITIMER_PROF, _LIMIT)
        trial = slow_shapes(job, partial(_tell, number, job.name))
        yield from ({"slow": str(slow)} for slow in trial)
    signal.setitimer(signal.ITIMER_PROF, 0)


def _tell(number: int, job: str, shape: str, size: int) -> None:
    _print({"number": number, "job": job, "shape": shape, "size": size})


def _print(told: dict[str, Any]) -> None:
    print(json.dumps(told), file=sys.__stdout__, flush=True)


if __name__ == "__main__":
    # What is tried may log as it likes.
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        for what in _told(_JOBS[sys.argv[1]](), int(sys.argv[2])):
            _print(what)
