"""The Makefile: checks of Python, environments and stamps."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent.parent

REFUSING_PYTHON = 'echo "Python 3.9 is too old: …" >&2; exit 1'
RECORDING_PYTHON = 'echo "$*" >> notes'
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
    # As from a shell, although `make test` may run this test.
    environment = {
        name: value for name, value in os.environ.items() if name not in ("MAKELEVEL", "MAKEFLAGS", "MFLAGS")
    }
    done = subprocess.run(
        ("make", *words), cwd=clone, env=environment, stdout=-1, stderr=-2, text=True, check=False
    )
    return done.returncode, done.stdout


def test_make_alone_lists_its_targets(clone: Path) -> None:
    code, output = make(clone)
    assert code == 0
    for target in ("run", "test", "lint", "format", "bench", "clean"):
        assert f"make {target} " in output


def test_an_unsuitable_python_ends_it_before_anything_is_created(clone: Path) -> None:
    python = program(clone / "python", REFUSING_PYTHON)
    code, output = make(clone, "run", f"PYTHON={python}")
    assert code == 2
    assert output.splitlines()[0] == "Python 3.9 is too old: …"
    assert [path.name for path in clone.glob(".venv*")] == []


def test_a_python_before_3_6_ends_it_with_a_sentence_too(clone: Path) -> None:
    python = program(
        clone / "python", 'case "$1" in -c) exit 1;; esac; echo "Unknown option: -I" >&2; exit 2'
    )
    code, output = make(clone, "run", f"PYTHON={python}")
    assert code == 2
    assert output.splitlines()[0].endswith(
        "is too old: set PYTHON to 3.11 or newer (make run PYTHON=python3.11)."
    )


@pytest.mark.parametrize("python", ["", "python3 -v"])
def test_a_python_that_is_not_one_word_ends_it_with_a_sentence(clone: Path, python: str) -> None:
    code, output = make(clone, "run", f"PYTHON={python}")
    assert code == 2
    assert "PYTHON must be one word" in output


def test_an_environment_without_its_python_is_installed_again(clone: Path) -> None:
    python = program(clone / ".venv" / "bin" / "python", RECORDING_PYTHON)
    make(clone, "run")
    python.unlink()
    (clone / "local" / "install.py").write_text('raise SystemExit("installing again")')
    code, output = make(clone, "run")
    assert code == 2
    assert output.startswith("installing again")


def test_windows_is_referred_to_wsl(clone: Path) -> None:
    code, output = make(clone, "run", "OS=Windows_NT")
    assert code == 2
    assert "install WSL (wsl --install) and run it there" in output


def test_a_missing_python_is_named(clone: Path) -> None:
    code, output = make(clone, "run", "PYTHON=no-such-python")
    assert code == 2
    assert output.startswith("no-such-python was not found: install Python 3.11 or newer, or set PYTHON")


def test_pip_runs_once_and_again_for_new_requirements(clone: Path) -> None:
    program(clone / ".venv" / "bin" / "python", RECORDING_PYTHON)
    first, second = make(clone, "run")[1], make(clone, "run")[1]
    assert first.startswith("Installing packages from requirements-local.txt (about a minute the first")
    assert first.splitlines()[-1].startswith("Installed in ")
    assert second == ""
    assert calls_of_python(clone) == ["install", "-m local", "-m local"]
    requirements = clone / "requirements-local.txt"
    stamp = (clone / ".venv" / "installed-local").stat()
    os.utime(requirements, (stamp.st_atime, stamp.st_mtime + 1))
    make(clone, "run")
    assert calls_of_python(clone)[3:] == ["install", "-m local"]


def calls_of_python(clone: Path) -> list[str]:
    lines = (clone / "notes").read_text().splitlines()
    checks = ("--version", "import pip")
    calls = ["install" if "pip" in line else line for line in lines if not any(one in line for one in checks)]
    installing = [line for line in lines if "install" in line]
    assert all("--require-hashes --only-binary :all:" in line for line in installing)
    return calls


def test_another_python_has_an_environment_of_its_own(clone: Path) -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    program(clone / f".venv-{version}" / "bin" / "python", RECORDING_PYTHON)
    code, output = make(clone, "run", f"PYTHON={sys.executable}")
    assert code == 0, output
    assert calls_of_python(clone) == ["install", "-m local"]
    assert not (clone / ".venv").exists()


def test_a_failed_installation_is_tried_again(clone: Path) -> None:
    program(clone / ".venv" / "bin" / "python", 'case "$*" in *install*) exit 1;; esac')
    for _ in range(2):
        code, output = make(clone, "run")
        assert code == 2
        assert "The packages could not be installed. Check the network" in output


def test_clean_keeps_the_data(clone: Path) -> None:
    data = clone / "data" / "files" / "paste"
    data.parent.mkdir(parents=True)
    data.write_text("kept")
    program(clone / ".venv" / "bin" / "python", RECORDING_PYTHON)
    program(clone / ".venv-python3.13" / "bin" / "python", RECORDING_PYTHON)
    (clone / "kernel" / "__pycache__").mkdir(parents=True)
    code, output = make(clone, "clean")
    assert code == 0
    assert "Your data is still in ./data" in output
    assert data.read_text() == "kept"
    assert [path.name for path in clone.glob(".venv*")] == []
    assert not (clone / "kernel" / "__pycache__").exists()
