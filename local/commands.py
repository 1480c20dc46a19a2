"""Commands that run to their end."""

import asyncio
from asyncio.subprocess import PIPE, STDOUT
from dataclasses import dataclass

from kernel.parent_death import ending_with_parent


@dataclass(frozen=True, slots=True)
class Outcome:
    """`output` is what was written to both standard output and standard error."""

    succeeded: bool
    output: str

    @property
    def last_line(self) -> str:
        return self.output.rpartition("\n")[2] or "it gave no reason"


async def carry_out(*command: str, said: str = "") -> Outcome:
    """`said` goes to its standard input; the command does not outlive its caller."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=PIPE,
        stdout=PIPE,
        stderr=STDOUT,
        preexec_fn=ending_with_parent(),
        start_new_session=True,
    )
    try:
        output, _ = await process.communicate(said.encode())
    except BaseException:
        process.kill()
        await process.wait()
        raise
    return Outcome(process.returncode == 0, output.decode(errors="replace").strip())
