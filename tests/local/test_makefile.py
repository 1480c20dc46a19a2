"""The Makefile: checks of Python, environments and stamps."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent.parent
RECORDING_PYTHON = 'echo "$*" >> notes'
FILES = ("Makefile", "requirements-local.txt", "requirements-dev.txt", "local/machine.py", "local/install.py")
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def clone(tmp_path):
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT / name, tmp_path / name)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(Path(sys.executable).resolve())
    return tmp_path


def program(file, script):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def make(clone, *words):
    # As from a shell, although `make test` may run this test.
    ours = {"MAKELEVEL", "MAKEFLAGS", "MFLAGS"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment["PATH"] = f"{clone / 'bin'}:{environment['PATH']}"
    command = {"cwd": clone, "env": environment, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(("make", *words), **command, text=True, check=False)
    return done.returncode, done.stdout


def calls_of_python(clone):
    lines = (clone / "notes").read_text().splitlines()
    calls = [line for line in lines if not any(check in line for check in ("--version", "import pip"))]
    assert all("--require-hashes --only-binary :all:" in line for line in lines if "install" in line)
    return ["install" if "pip" in line else line for line in calls]


def test_make_alone_lists_its_targets(clone):
    code, output = make(clone)
    assert code == 0
    for target in ("run", "test", "lint", "format", "bench", "clean"):
        assert f"make {target} " in output


TOO_OLD = 'echo "Python 3.9 is too old: …" >&2; exit 1'
BEFORE_3_6 = 'case "$1" in -c) exit 1;; esac; echo "Unknown option: -I" >&2; exit 2'


@pytest.mark.parametrize(
    ("python", "reason"),
    [
        (TOO_OLD, "Python 3.9 is too old: …"),
        (BEFORE_3_6, "is too old: set PYTHON to 3.11 or newer (make run PYTHON=python3.11)."),
    ],
)
def test_an_unsuitable_python_ends_it_before_anything_is_created(clone, python, reason):
    code, output = make(clone, "run", f"PYTHON={program(clone / 'python', python)}")
    assert code == 2
    assert output.splitlines()[0].endswith(reason)
    assert list(clone.glob(".venv*")) == []


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("PYTHON=", "PYTHON must be one word"),
        ("PYTHON=python3 -v", "PYTHON must be one word"),
        ("PYTHON=no-such-python", "no-such-python was not found: install Python 3.11 or newer"),
        ("OS=Windows_NT", "install WSL (wsl --install) and run it there"),
    ],
)
def test_an_impossible_run_ends_with_a_sentence(clone, word, reason):
    code, output = make(clone, "run", word)
    assert code == 2
    assert reason in output


def test_pip_runs_once_and_again_for_new_requirements_and_for_a_missing_python(clone):
    python = program(clone / ".venv" / "bin" / "python", RECORDING_PYTHON)
    first, second = make(clone, "run")[1], make(clone, "run")[1]
    assert first.startswith("Installing packages from requirements-local.txt (about a minute the first")
    assert first.splitlines()[-1].startswith("Installed in ")
    assert second == ""
    assert calls_of_python(clone) == ["install", "-m local", "-m local"]
    stamp = (clone / ".venv" / "installed-local").stat()
    os.utime(clone / "requirements-local.txt", (stamp.st_atime, stamp.st_mtime + 1))
    make(clone, "run")
    assert calls_of_python(clone)[3:] == ["install", "-m local"]
    python.unlink()
    (clone / "local" / "install.py").write_text('raise SystemExit("installing again")')
    code, output = make(clone, "run")
    assert code == 2
    assert "\ninstalling again\n" in f"\n{output}"


def test_another_python_has_an_environment_of_its_own(clone):
    program(clone / f".venv-{VERSION}" / "bin" / "python", RECORDING_PYTHON)
    code, output = make(clone, "run", f"PYTHON={sys.executable}")
    assert code == 0, output
    assert calls_of_python(clone) == ["install", "-m local"]
    assert not (clone / ".venv").exists()


def test_a_failed_installation_is_tried_again(clone):
    program(clone / ".venv" / "bin" / "python", 'case "$*" in *install*) exit 1;; esac')
    for _ in range(2):
        code, output = make(clone, "run")
        assert code == 2
        assert "The packages could not be installed. Check the network" in output


def test_clean_keeps_the_data(clone):
    made = (".venv/bin/python", ".venv-python3.13/bin/python", "kernel/__pycache__/module.pyc")
    for name in (*made, "data/files/paste"):
        program(clone / name, "")
    code, output = make(clone, "clean")
    assert code == 0
    assert "Your data is still in ./data" in output
    assert (clone / "data" / "files" / "paste").exists()
    assert not any((clone / name).exists() for name in made)
