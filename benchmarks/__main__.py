"""`python -m benchmarks`: run all benchmarks, in some minutes, and print one table.

With names (`python -m benchmarks reading tiers`), run only these.
"""

import argparse
import asyncio
import os
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Final

from benchmarks import (
    growth,
    latency,
    publishing,
    reading,
    rendering,
    starting,
    throughput,
    tiers,
    upload_memory,
)
from benchmarks.load import LOADED_BY
from benchmarks.processes import EVERY, OTHERS, computing_on
from benchmarks.servers import forget_settings, open_servers
from benchmarks.table import Line, table_of
from benchmarks.viewer_setup import open_viewer_setup

_PARTS: Final = (
    *("starting", "reading", "tiers", "rendering", "publishing", "growth"),
    *("throughput", "latency", "upload_memory"),
)


async def measure(folder: Path, parts: Collection[str]) -> list[Line]:
    rows: list[Line] = []
    if "starting" in parts:
        (folder / "whole").mkdir()
        rows += await starting.measure(folder / "whole")
    with computing_on(OTHERS):
        return rows + await _measure_beside_servers(folder, parts)


async def _measure_beside_servers(folder: Path, parts: Collection[str]) -> list[Line]:
    rows: list[Line] = []
    async with open_servers(folder) as servers, publishing.open_publisher(servers) as publisher:
        if not {"reading", "tiers"}.isdisjoint(parts):
            async with open_viewer_setup(servers, publisher, folder) as setup:
                tier_rows = await tiers.measure(setup) if "tiers" in parts else []
                rows += (await reading.measure(setup, folder) if "reading" in parts else []) + tier_rows
        if "rendering" in parts:
            rows += await rendering.measure(publisher, folder)
        if "publishing" in parts:
            rows += await publishing.measure(servers, publisher)
        if "growth" in parts:
            rows += await growth.measure(servers)
        for part in (throughput, latency, upload_memory):
            if part.__name__.rpartition(".")[2] in parts:
                rows += await part.measure(publisher)
    return rows


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    # argparse checks the default, an empty list, against the choices.
    arguments.add_argument("parts", nargs="*", choices=[*_PARTS, []], default=[], metavar="PART")
    parts = arguments.parse_args().parts or _PARTS
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        forget_settings(folder)
        load = os.getloadavg()[0]
        rows = asyncio.run(measure(folder, parts))
        print(table_of(rows))
        # Other processes distort even the ratios.
        print(f"Load of the machine before: {load:.1f} on {len(EVERY)} cores.")
        print(f"Readers played by {LOADED_BY}; fsync as the disk under {folder.parent} does it.")


if __name__ == "__main__":
    main()
