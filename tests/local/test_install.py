"""The installation's progress and error messages."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from local import install

PROGRAM = Path(install.__file__)
NO_REGISTRY = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PATH": os.environ["PATH"]}
SLOW_PIP = """#!/bin/sh
case "$*" in *--version*) exit;; esac
echo "Collecting first==1"
echo "Collecting second==2"
while [ ! -e go-on ]; do sleep 0.01; done
echo "Installing collected packages: first, second"
"""


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    file = tmp_path / "requirements.txt"
    file.write_text(
        f"first==1 \\\n    --hash=sha256:{'0' * 64}\nsecond==2 \\\n    --hash=sha256:{'0' * 64}\n"
    )
    return file


def command(requirements: Path) -> tuple[str, ...]:
    return (sys.executable, "-I", str(PROGRAM), str(requirements.parent / ".venv"), str(requirements))


def test_a_terminal_shows_the_progress(requirements: Path) -> None:
    folder = requirements.parent
    write_python(folder, SLOW_PIP)
    ours, theirs = pty.openpty()
    with subprocess.Popen(command(requirements), cwd=folder, stdout=theirs, stderr=theirs) as installing:
        os.close(theirs)
        shown = until(ours, "Downloaded 2 of 2 packages…")
        (folder / "go-on").touch()
        shown += until(ours, "Installed in ")
    assert shown.startswith("Installing packages from ")
    assert installing.returncode == 0
    os.close(ours)


def write_python(folder: Path, script: str) -> None:
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(script)
    python.chmod(0o755)


def until(terminal: int, words: str) -> str:
    shown = ""
    while words not in shown:
        shown += os.read(terminal, 1000).decode()
    return shown


def test_it_creates_the_environment_and_names_the_package_that_is_missing(requirements: Path) -> None:
    done = subprocess.run(command(requirements), env=NO_REGISTRY, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert (requirements.parent / ".venv" / "bin" / "python").exists()
    assert "Stopped after " in done.stdout
    assert "No build of first for Python 3." in done.stderr
    assert "Check the network, or choose another Python" in done.stderr
    assert "Traceback" not in done.stderr
    assert (requirements.parent / ".venv" / "pip.log").exists()


def test_an_environment_that_cannot_be_created_ends_it_with_a_sentence(requirements: Path) -> None:
    in_the_way = requirements.parent / ".venv"
    in_the_way.write_text("not a folder")
    done = subprocess.run(command(requirements), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "cannot be created" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_terminal_without_unicode_is_no_obstacle(requirements: Path) -> None:
    write_python(requirements.parent, "#!/bin/sh\ntrue\n")
    settings = NO_REGISTRY | {"PYTHONIOENCODING": "koi8-r"}
    done = subprocess.run(command(requirements), env=settings, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert done.stdout.startswith(b"Installing packages from ")
