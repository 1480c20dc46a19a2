"""Install pinned packages into a virtual environment, and show the progress.

`python -I local/install.py ENVIRONMENT REQUIREMENTS`, which `make` runs after `machine.py`. It imports
nothing outside the standard library, because nothing is installed yet.
"""

import re
import signal
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import Final

_POLL_INTERVAL_SECONDS: Final = 0.2
_REPORT_INTERVAL_SECONDS: Final = 10.0  # without a terminal
_LAST_LINES: Final = 6  # of pip's log, shown after a failure
_PIP: Final = ("-m", "pip", "--disable-pip-version-check", "--no-input")
# Wheels only: a package without one fails at once with a clear message, instead of needing a compiler.
_INSTALL: Final = ("install", "--require-hashes", "--only-binary", ":all:", "--progress-bar", "off", "-r")
_NO_WHEEL: Final = re.compile(r"No matching distribution found for ([\w.-]+)")


class Progress:
    """A line that is rewritten on a terminal; elsewhere, a new line every ten seconds."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._began = self._reported = time.monotonic()

    def show(self, action: str, count: int) -> None:
        line = f"{action} {min(count, self._total)} of {self._total} packages…"
        if sys.stdout.isatty():
            print(f"\r\033[K  {line}", end="", flush=True)
        elif time.monotonic() - self._reported >= _REPORT_INTERVAL_SECONDS:
            self._reported = time.monotonic()
            print(f"  {line}", flush=True)

    def end(self, outcome: str) -> None:
        if sys.stdout.isatty():
            print("\r\033[K", end="")
        print(f"{outcome} {time.monotonic() - self._began:.0f} s.", flush=True)


def install(environment: Path, requirements: Path) -> str:
    """Install the requirements; return an empty string, or what went wrong and what to do about it."""
    python = environment / "bin" / "python"
    print(f"Installing packages from {requirements} (about a minute the first time)…", flush=True)
    progress = Progress(len(re.findall(r"^[\w.-]+==", requirements.read_text(), re.MULTILINE)))
    if not _has_pip(python):
        venv.create(environment, clear=True, symlinks=True, with_pip=True)
    log = environment / "pip.log"
    with log.open("wb") as stream:
        pip = subprocess.Popen((python, *_PIP, *_INSTALL, requirements), stdout=stream, stderr=stream)  # noqa: S603
        try:
            while pip.poll() is None:
                _show(progress, environment, log)
                time.sleep(_POLL_INTERVAL_SECONDS)
        finally:  # also after Ctrl-C
            pip.terminate()
            pip.wait()
    progress.end("Installed in" if pip.returncode == 0 else "Stopped after")
    return "" if pip.returncode == 0 else _reason(log.read_text(errors="replace"), log)


def _has_pip(python: Path) -> bool:
    try:
        version = subprocess.run((python, *_PIP, "--version"), capture_output=True, check=False)  # noqa: S603
    except OSError:
        return False
    return version.returncode == 0


def _show(progress: Progress, environment: Path, log: Path) -> None:
    output = log.read_text(errors="replace")
    if "\nInstalling collected packages" in output:
        progress.show("Installed", len(list(environment.glob("lib/python*/site-packages/*.dist-info"))))
    else:
        progress.show("Downloaded", output.count("Collecting "))


def _reason(output: str, log: Path) -> str:
    last = "\n".join(f"  {line}" for line in output.strip().splitlines()[-_LAST_LINES:])
    if missing := _NO_WHEEL.search(output):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        advice = (
            f"No build of {missing[1]} for Python {version} on this machine was found. "
            "Check the network, or choose another Python (make run PYTHON=python3.13)."
        )
    else:
        advice = "The packages could not be installed. Check the network and run the same command again."
    return f"{last}\n{advice} (pip's full output: {log})"


def main(environment: Path, requirements: Path) -> int | str:
    """Return the exit code, or a message for the person."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr] # not every locale has a "…"
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return install(environment, requirements) or 0
    except KeyboardInterrupt:
        print()
        return 130
    except (OSError, subprocess.CalledProcessError) as fault:
        return f"{environment} cannot be created: {fault}. Check its owner and the space on the disk."


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
