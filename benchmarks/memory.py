"""What a process takes of the machine's memory."""

from pathlib import Path
from typing import Final

_MEGABYTE: Final = 1024  # kilobytes


def megabytes_of(process: int) -> float:
    """What it shares with others counts in shares (proc(5), smaps_rollup)."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / _MEGABYTE
