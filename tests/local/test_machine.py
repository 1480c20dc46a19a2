"""The message for a machine or a Python that cannot run Postebin."""

import ast
import platform
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from local import machine

PROGRAM = Path(machine.__file__)


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    return monkeypatch


def has_config(monkeypatch: pytest.MonkeyPatch, name: str, value: object) -> None:
    real = sysconfig.get_config_var
    monkeypatch.setattr(sysconfig, "get_config_var", lambda asked: value if asked == name else real(asked))


def test_this_machine_is_accepted() -> None:
    done = subprocess.run((sys.executable, "-I", PROGRAM), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("system", "processor"), [("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64")]
)
def test_linux_on_both_processors_and_apple_silicon_are_accepted(
    monkeypatch: pytest.MonkeyPatch, system: str, processor: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: processor)
    assert machine.refusal() == ""


@pytest.mark.parametrize("system", ["win32", "cygwin", "msys"])
def test_windows_is_referred_to_wsl(linux: pytest.MonkeyPatch, system: str) -> None:
    linux.setattr(sys, "platform", system)
    assert "install WSL (wsl --install) and run it there" in machine.refusal()


def test_another_system_is_referred_to_compose(linux: pytest.MonkeyPatch) -> None:
    linux.setattr(sys, "platform", "freebsd14")
    assert machine.refusal().startswith("Postebin runs on Linux and macOS, not on freebsd14. Use Docker")


@pytest.mark.parametrize(("system", "processor"), [("linux", "riscv64"), ("darwin", "x86_64")])
def test_another_processor_gets_the_list_of_supported_ones(
    linux: pytest.MonkeyPatch, system: str, processor: str
) -> None:
    linux.setattr(sys, "platform", system)
    linux.setattr(platform, "machine", lambda: processor)
    assert f"are built for {' or '.join(machine.PROCESSORS[system])}, and" in machine.refusal()


def test_musl_is_refused_with_the_reason(linux: pytest.MonkeyPatch) -> None:
    has_config(linux, "HOST_GNU_TYPE", "x86_64-pc-linux-musl")
    assert "the embedded Postgres and Valkey need glibc" in machine.refusal()


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("version_info", (3, 9, 1), "Python 3.9 is too old: set PYTHON to 3.11 or newer"),
        ("maxsize", 2**31 - 1, "This Python is 32-bit: set PYTHON to a 64-bit one"),
    ],
)
def test_an_old_or_32_bit_python_is_refused_with_advice(
    linux: pytest.MonkeyPatch, name: str, value: Any, advice: str
) -> None:
    linux.setattr(sys, name, value)
    assert advice in machine.refusal()


def test_another_python_implementation_is_refused_with_advice(linux: pytest.MonkeyPatch) -> None:
    with linux.context() as here:
        here.setattr(platform, "python_implementation", lambda: "PyPy")
        assert "set PYTHON to one" in machine.refusal()
    has_config(linux, "Py_GIL_DISABLED", 1)
    assert "set PYTHON to one" in machine.refusal()


def test_a_python_without_venv_is_refused_with_advice(linux: pytest.MonkeyPatch) -> None:
    linux.setattr(machine, "find_spec", lambda _name: None)
    assert machine.refusal() == (
        f"{sys.executable} cannot create virtual environments: install python3-venv, "
        "or set PYTHON to another Python."
    )


def test_python_3_6_can_parse_it() -> None:
    ast.parse(PROGRAM.read_text(), feature_version=(3, 6))
