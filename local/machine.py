"""Check that this machine and this Python can run Postebin: `python -I local/machine.py`.

`make` runs it before anything is installed, with any Python: it imports only the standard library and keeps
to the syntax of Python 3.6. It ends with a message if something is missing.
"""

import platform
import sys
import sysconfig
from importlib.util import find_spec

OLDEST_PYTHON = (3, 11)
PROCESSORS = {
    "linux": ("x86_64", "aarch64"),
    "darwin": ("arm64",),
}  # of the pinned wheels

COMPOSE_HINT = "Use Docker Compose instead (README.md, In production)."


def refusal() -> str:
    """Return what is missing and what to do about it, or an empty string."""
    # What a person cannot change comes first.
    return _system() or _processor() or _libc() or _python()


def _system() -> str:
    if sys.platform in ("win32", "cygwin", "msys"):
        return "Postebin runs on Linux and macOS. On Windows, install WSL (wsl --install) and run it there."
    if sys.platform not in PROCESSORS:
        return f"Postebin runs on Linux and macOS, not on {sys.platform}. {COMPOSE_HINT}"
    return ""


def _processor() -> str:
    processor, built_for = platform.machine(), PROCESSORS[sys.platform]
    if processor not in built_for:
        names = " or ".join(built_for)
        return "Postebin's packages are built for {}, and this Python is for {}. {}".format(
            names, processor or "an unknown processor", COMPOSE_HINT
        )
    if sys.maxsize < 2**32:
        return "This Python is 32-bit: set PYTHON to a 64-bit one (make run PYTHON=…)."
    return ""


def _libc() -> str:
    if "musl" in str(sysconfig.get_config_var("HOST_GNU_TYPE")):
        return (
            "This Python is built for musl (as on Alpine), but the embedded Postgres and Valkey need glibc. "
            "Use a distribution with glibc, such as Debian or Ubuntu. " + COMPOSE_HINT
        )
    return ""


def _python() -> str:
    version = sys.version_info[:2]
    if version < OLDEST_PYTHON:
        return "Python {}.{} is too old: set PYTHON to 3.11 or newer (make run PYTHON=python3.11).".format(
            *version
        )
    if platform.python_implementation() != "CPython" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        return (
            "Postebin's packages are built for the standard CPython: set PYTHON to one (make run PYTHON=…)."
        )
    if not (find_spec("venv") and find_spec("ensurepip")):
        return (
            f"{sys.executable} cannot create virtual environments: install python3-venv, "
            "or set PYTHON to another Python."
        )
    return ""


if __name__ == "__main__":
    sys.exit(refusal() or 0)
