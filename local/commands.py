"""Runs a command and waits for its end."""

import asyncio
from asyncio.subprocess import PIPE, STDOUT
from dataclasses import dataclass

from kernel.parent_death import ending_with_parent


@dataclass(frozen=True, slots=True)
class CommandResult:
    """The result of a command. `output` is standard output and standard error together."""

    succeeded: bool
    output: str

    @property
    def last_line(self) -> str:
        return self.output.rpartition("\n")[2] or "it gave no reason"


async def run_command(*command: str, stdin: str = "") -> CommandResult:
    """Run a command with the text `stdin` as its input. It is killed if the caller is cancelled or ends."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=PIPE,
        stdout=PIPE,
        stderr=STDOUT,
        preexec_fn=ending_with_parent(),
        start_new_session=True,
    )
    try:
        output, _ = await process.communicate(stdin.encode())
    except BaseException:
        process.kill()
        await process.wait()
        raise
    return CommandResult(process.returncode == 0, output.decode(errors="replace").strip())
