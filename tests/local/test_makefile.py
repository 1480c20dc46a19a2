"""What `make` does before Python of the right age takes over."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent.parent

OLD = '[ "$1" = --version ] && echo Python 3.9.1 && exit; exit 1'
WITHOUT_VENV = 'case "$2" in *ensurepip*) exit 1;; esac'
ECHO = 'echo "python $*"'


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name in ("Makefile", "requirements-local.txt", "requirements-dev.txt"):
        shutil.copy(PROJECT / name, tmp_path)
    return tmp_path


def program(file: Path, script: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def make(clone: Path, *words: str) -> tuple[int, str]:
    # As from a shell, though `make test` may be what runs us.
    outside = {
        name: value for name, value in os.environ.items() if name not in ("MAKELEVEL", "MAKEFLAGS", "MFLAGS")
    }
    done = subprocess.run(
        ("make", *words), cwd=clone, env=outside, stdout=-1, stderr=-2, text=True, check=False
    )
    return done.returncode, done.stdout


def test_make_alone_tells_what_can_be_made(clone: Path) -> None:
    code, said = make(clone)
    assert code == 0
    for target in ("run", "test", "lint", "format", "bench", "clean"):
        assert f"make {target} " in said


@pytest.mark.parametrize(
    ("script", "line"),
    [
        (OLD, "Python 3.9.1 is too old: set PYTHON to 3.11 or newer (make run PYTHON=python3.11)."),
        (WITHOUT_VENV, "{python} cannot make environments: install python3-venv, or set PYTHON to another."),
    ],
)
def test_a_python_that_will_not_do_gets_a_line_that_names_the_setting(
    clone: Path, script: str, line: str
) -> None:
    python = program(clone / "python", script)
    code, said = make(clone, "run", f"PYTHON={python}")
    assert code == 2
    assert said.splitlines()[0] == line.format(python=python)
    assert not (clone / ".venv").exists()


def test_a_missing_python_is_named(clone: Path) -> None:
    code, said = make(clone, "run", "PYTHON=no-such-python")
    assert code == 2
    assert said.startswith("There is no no-such-python: install Python 3.11 or newer, or set PYTHON")


def test_pip_is_asked_once_and_again_for_new_requirements(clone: Path) -> None:
    program(clone / ".venv" / "bin" / "python", ECHO)
    first, second = make(clone, "run")[1], make(clone, "run")[1]
    assert "Installing what Postebin needs" in first
    assert "install --require-hashes -r requirements-local.txt" in first
    assert second == "python -m local\n"
    requirements = clone / "requirements-local.txt"
    stamp = (clone / ".venv" / "installed-local").stat()
    os.utime(requirements, (stamp.st_atime, stamp.st_mtime + 1))
    assert "pip" in make(clone, "run")[1]


def test_a_failed_installation_is_tried_again(clone: Path) -> None:
    program(clone / ".venv" / "bin" / "python", 'case "$*" in *install*) exit 1;; esac')
    for _ in range(2):
        code, said = make(clone, "run")
        assert code == 2
        assert "Installing" in said


def test_clean_keeps_the_data(clone: Path) -> None:
    data = clone / "data" / "files" / "paste"
    data.parent.mkdir(parents=True)
    data.write_text("kept")
    program(clone / ".venv" / "bin" / "python", ECHO)
    (clone / "kernel" / "__pycache__").mkdir(parents=True)
    code, said = make(clone, "clean")
    assert code == 0
    assert "Your data is still in ./data" in said
    assert data.read_text() == "kept"
    assert not (clone / ".venv").exists()
    assert not (clone / "kernel" / "__pycache__").exists()
