"""Child processes end with their parent also where the system has no parent death signal (macOS)."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE

import pytest

from tests.local.process_tree import awaited, environment, none_left, working_below

FOREIGN_PROGRAMS = """
import signal, subprocess, sys
from kernel import parent_death

parent_death._libc = None  # as on macOS

runs = "echo $$ >> children; echo runs; while :; do sleep 0.01; done"
graceful = f"trap 'echo yes > was-asked; exit' INT; {runs}"
stubborn = f"trap '' INT; {runs}"
for script, number in ((graceful, signal.SIGINT), (stubborn, signal.SIGKILL)):
    child = subprocess.Popen(
        ["sh", "-c", script],
        stdout=subprocess.PIPE,
        preexec_fn=parent_death.ending_with_parent(number),
        start_new_session=True,
    )
    child.stdout.readline()
print("all run", flush=True)
sys.stdin.read()
"""
PYTHON_PROGRAM = """
import subprocess, sys

program = '''
import time
from kernel import parent_death

parent_death._libc = None  # as on macOS
parent_death.end_with_parent()
print("runs", flush=True)
time.sleep(1000)
'''
child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, start_new_session=True)
child.stdout.readline()
print("all run", flush=True)
sys.stdin.read()
"""
# Reports another start time of the same process at each call.
FORGETFUL_PS = "#!/bin/sh\ndate +%N\n"


async def running(folder, program, path=os.environ["PATH"]):
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program), cwd=folder, env=environment(PATH=path), stdin=PIPE, stdout=PIPE
    )
    assert parent.stdout
    assert await parent.stdout.readline() == b"all run\n"
    assert len(working_below(folder)) > 1
    return parent


async def test_a_python_child_ends_with_a_killed_parent(tmp_path):
    parent = await running(tmp_path, PYTHON_PROGRAM)
    parent.kill()
    await none_left(tmp_path)


@pytest.mark.parametrize("end", ["killed", "exits"])
async def test_each_child_of_a_parent_that_ended_gets_its_signal(tmp_path, end):
    parent = await running(tmp_path, FOREIGN_PROGRAMS)
    if end == "killed":
        parent.kill()
    await parent.communicate(b"" if end == "exits" else None)
    await none_left(tmp_path)
    assert (tmp_path / "was-asked").exists()


async def test_another_process_that_got_the_same_id_is_not_ended(tmp_path):
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "ps").write_text(FORGETFUL_PS)
    (programs / "ps").chmod(0o755)
    parent = await running(tmp_path, FOREIGN_PROGRAMS, path=f"{programs}:{os.environ['PATH']}")
    parent.kill()
    await parent.communicate()
    children = set(map(int, (tmp_path / "children").read_text().split()))
    # The reaper itself works in the folder until it has decided.
    await awaited(lambda: not any("began" in command for command in working_below(tmp_path).values()))
    assert len(children & working_below(tmp_path).keys()) == 2
    for child in children:
        os.kill(child, signal.SIGKILL)
    await none_left(tmp_path)
