"""The message for a machine or a Python that cannot run Postebin."""

import ast
import platform
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from local import machine

PROGRAM = Path(machine.__file__)
LINUX, MACOS = (" or ".join(machine.PROCESSORS[system]) for system in ("linux", "darwin"))
WSL = "install WSL (wsl --install) and run it there"
NO_VENV = (
    f"{sys.executable} cannot create virtual environments: install python3-venv, "
    "or set PYTHON to another Python."
)


@pytest.fixture
def here(monkeypatch):
    """Return a function that changes this machine, which is Linux on x86-64."""

    def change(where, name, value):
        if where is sysconfig:
            real = sysconfig.get_config_var
            monkeypatch.setattr(
                sysconfig, "get_config_var", lambda asked: value if asked == name else real(asked)
            )
        else:
            monkeypatch.setattr(where, name, (lambda *_: value) if callable(getattr(where, name)) else value)

    change(sys, "platform", "linux")
    change(platform, "machine", "x86_64")
    return change


def test_this_machine_is_accepted():
    done = subprocess.run((sys.executable, "-I", PROGRAM), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("system", "processor", "refusal"),
    [
        ("linux", "x86_64", ""),
        ("linux", "aarch64", ""),
        ("darwin", "arm64", ""),
        ("win32", "x86_64", WSL),
        ("cygwin", "x86_64", WSL),
        ("msys", "x86_64", WSL),
        ("freebsd14", "x86_64", "Postebin runs on Linux and macOS, not on freebsd14. Use Docker"),
        ("linux", "riscv64", f"are built for {LINUX}, and"),
        ("darwin", "x86_64", f"are built for {MACOS}, and"),
    ],
)
def test_systems_and_processors_without_packages_are_refused_with_advice(here, system, processor, refusal):
    here(sys, "platform", system)
    here(platform, "machine", processor)
    assert refusal in machine.refusal()
    assert bool(machine.refusal()) is bool(refusal)


@pytest.mark.parametrize(
    ("where", "name", "value", "advice"),
    [
        (
            sysconfig,
            "HOST_GNU_TYPE",
            "x86_64-pc-linux-musl",
            "embedded Postgres and Valkey need glibc",
        ),
        (sysconfig, "Py_GIL_DISABLED", 1, "set PYTHON to one"),
        (platform, "python_implementation", "PyPy", "set PYTHON to one"),
        (sys, "version_info", (3, 9, 1), "Python 3.9 is too old: set PYTHON to 3.11 or newer"),
        (sys, "maxsize", 2**31 - 1, "This Python is 32-bit: set PYTHON to a 64-bit one"),
        (machine, "find_spec", None, NO_VENV),
    ],
)
def test_an_unsuitable_python_is_refused_with_advice(here, where, name, value, advice):
    here(where, name, value)
    assert advice in machine.refusal()


def test_python_3_6_can_parse_it():
    ast.parse(PROGRAM.read_text(), feature_version=(3, 6))
