"""What `make` does before Python of the right age takes over."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent.parent

REFUSES = 'echo "Python 3.9 is too old: …" >&2; exit 1'
NOTES = 'echo "$*" >> notes'
FILES = ("Makefile", "requirements-local.txt", "requirements-dev.txt", "local/machine.py", "local/install.py")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    (tmp_path / "local").mkdir()
    for name in FILES:
        shutil.copy(PROJECT / name, tmp_path / name)
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


def test_a_python_that_will_not_do_ends_it_before_anything_is_made(clone: Path) -> None:
    python = program(clone / "python", REFUSES)
    code, said = make(clone, "run", f"PYTHON={python}")
    assert code == 2
    assert said.splitlines()[0] == "Python 3.9 is too old: …"
    assert [path.name for path in clone.glob(".venv*")] == []


def test_an_ancient_python_ends_it_in_a_sentence_too(clone: Path) -> None:
    python = program(
        clone / "python", 'case "$1" in -c) exit 1;; esac; echo "Unknown option: -I" >&2; exit 2'
    )
    code, said = make(clone, "run", f"PYTHON={python}")
    assert code == 2
    assert said.splitlines()[0].endswith(
        "is too old: set PYTHON to 3.11 or newer (make run PYTHON=python3.11)."
    )


@pytest.mark.parametrize("python", ["", "python3 -v"])
def test_a_python_that_is_not_one_word_ends_it_in_a_sentence(clone: Path, python: str) -> None:
    code, said = make(clone, "run", f"PYTHON={python}")
    assert code == 2
    assert "PYTHON is to be one word" in said


def test_an_environment_without_its_python_is_made_again(clone: Path) -> None:
    python = program(clone / ".venv" / "bin" / "python", NOTES)
    make(clone, "run")
    python.unlink()
    code, said = make(clone, "run", "HOME=/nowhere", "PIP_NO_INDEX=1")
    assert code == 2
    assert said.startswith("Installing what requirements-local.txt lists")


def test_windows_is_told_of_wsl(clone: Path) -> None:
    code, said = make(clone, "run", "OS=Windows_NT")
    assert code == 2
    assert "install WSL (wsl --install) and run it there" in said


def test_a_missing_python_is_named(clone: Path) -> None:
    code, said = make(clone, "run", "PYTHON=no-such-python")
    assert code == 2
    assert said.startswith("There is no no-such-python: install Python 3.11 or newer, or set PYTHON")


def test_pip_is_asked_once_and_again_for_new_requirements(clone: Path) -> None:
    program(clone / ".venv" / "bin" / "python", NOTES)
    first, second = make(clone, "run")[1], make(clone, "run")[1]
    assert first.startswith("Installing what requirements-local.txt lists (about a minute the first time)…")
    assert first.splitlines()[-1].startswith("Installed in ")
    assert second == ""
    assert asked_of_python(clone) == ["install", "-m local", "-m local"]
    requirements = clone / "requirements-local.txt"
    stamp = (clone / ".venv" / "installed-local").stat()
    os.utime(requirements, (stamp.st_atime, stamp.st_mtime + 1))
    make(clone, "run")
    assert asked_of_python(clone)[3:] == ["install", "-m local"]


def asked_of_python(clone: Path) -> list[str]:
    lines = (clone / "notes").read_text().splitlines()
    looks = ("--version", "import pip")
    asked = ["install" if "pip" in line else line for line in lines if not any(one in line for one in looks)]
    installing = [line for line in lines if "install" in line]
    assert all("--require-hashes --only-binary :all:" in line for line in installing)
    return asked


def test_another_python_has_an_environment_of_its_own(clone: Path) -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    program(clone / f".venv-{version}" / "bin" / "python", NOTES)
    code, said = make(clone, "run", f"PYTHON={sys.executable}")
    assert code == 0, said
    assert asked_of_python(clone) == ["install", "-m local"]
    assert not (clone / ".venv").exists()


def test_a_failed_installation_is_tried_again(clone: Path) -> None:
    program(clone / ".venv" / "bin" / "python", 'case "$*" in *install*) exit 1;; esac')
    for _ in range(2):
        code, said = make(clone, "run")
        assert code == 2
        assert "The packages could not be installed. Is the network up?" in said


def test_clean_keeps_the_data(clone: Path) -> None:
    data = clone / "data" / "files" / "paste"
    data.parent.mkdir(parents=True)
    data.write_text("kept")
    program(clone / ".venv" / "bin" / "python", NOTES)
    program(clone / ".venv-python3.13" / "bin" / "python", NOTES)
    (clone / "kernel" / "__pycache__").mkdir(parents=True)
    code, said = make(clone, "clean")
    assert code == 0
    assert "Your data is still in ./data" in said
    assert data.read_text() == "kept"
    assert [path.name for path in clone.glob(".venv*")] == []
    assert not (clone / "kernel" / "__pycache__").exists()
