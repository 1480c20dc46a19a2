"""The installation's progress and error messages."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from local import install

NO_REGISTRY = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PATH": os.environ["PATH"]}
SLOW_PIP = """#!/bin/sh
case "$*" in *--version*) exit;; esac
echo "Collecting first==1"
echo "Collecting second==2"
while [ ! -e go-on ]; do sleep 0.01; done
echo "Installing collected packages: first, second"
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with requirements that no registry has."""
    lines = [f"{name} \\\n    --hash=sha256:{'0' * 64}\n" for name in ("first==1", "second==2")]
    (tmp_path / "requirements.txt").write_text("".join(lines))
    return tmp_path


def command(folder):
    return sys.executable, "-I", install.__file__, str(folder / ".venv"), str(folder / "requirements.txt")


def installed(folder, **settings):
    done = subprocess.run(
        command(folder), env=NO_REGISTRY | settings, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    return done


def write_python(folder, script):
    python = Path(folder / ".venv" / "bin" / "python")
    python.parent.mkdir(parents=True)
    python.write_text(script)
    python.chmod(0o755)


def until(terminal, words):
    shown = ""
    while words not in shown:
        shown += os.read(terminal, 1000).decode()
    return shown


def test_a_terminal_shows_the_progress(folder):
    write_python(folder, SLOW_PIP)
    ours, theirs = pty.openpty()
    with subprocess.Popen(command(folder), cwd=folder, stdout=theirs, stderr=theirs) as installing:
        os.close(theirs)
        shown = until(ours, "Downloaded 2 of 2 packages…")
        (folder / "go-on").touch()
        shown += until(ours, "Installed in ")
    assert shown.startswith("Installing packages from ")
    assert installing.returncode == 0
    os.close(ours)


def test_it_creates_the_environment_and_names_the_package_that_is_missing(folder):
    done = installed(folder)
    assert done.returncode == 1
    assert (folder / ".venv" / "bin" / "python").exists()
    assert "Stopped after " in done.stdout
    assert "No build of first for Python 3." in done.stderr
    assert "Check the network, or choose another Python" in done.stderr
    assert (folder / ".venv" / "pip.log").exists()


def test_an_environment_that_cannot_be_created_ends_it_with_a_sentence(folder):
    (folder / ".venv").write_text("not a folder")
    done = installed(folder)
    assert done.returncode == 1
    assert "cannot be created" in done.stderr


def test_a_terminal_without_unicode_is_no_obstacle(folder):
    write_python(folder, "#!/bin/sh\ntrue\n")
    assert installed(folder, PYTHONIOENCODING="koi8-r").stdout.startswith("Installing packages")
