"""`python -m benchmarks`: measures everything, in some minutes, and prints one table.

Names behind it (`python -m benchmarks reading tiers`) measure these parts only.
"""

import argparse
import asyncio
import os
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Final

from benchmarks import (
    answering,
    chatting,
    growth,
    publishing,
    reading,
    rendering,
    starting,
    swallowing,
    tiers,
)
from benchmarks.cores import EVERY, OTHERS, computing_on
from benchmarks.house import forget_settings, open_house
from benchmarks.load import LOADED_BY
from benchmarks.scene import open_scene
from benchmarks.table import Line, table_of

_PARTS: Final = (
    *("starting", "reading", "tiers", "rendering", "publishing", "growth"),
    *("chatting", "answering", "swallowing"),
)


async def measure(folder: Path, parts: Collection[str]) -> list[Line]:
    rows: list[Line] = []
    if "starting" in parts:
        (folder / "whole").mkdir()
        rows += await starting.measure(folder / "whole")
    with computing_on(OTHERS):
        return rows + await _measure_in_house(folder, parts)


async def _measure_in_house(folder: Path, parts: Collection[str]) -> list[Line]:
    rows: list[Line] = []
    async with open_house(folder) as house, publishing.open_publisher(house) as publisher:
        if not {"reading", "tiers"}.isdisjoint(parts):
            async with open_scene(house, publisher, folder) as scene:
                behind = await tiers.measure(scene) if "tiers" in parts else []
                rows += (await reading.measure(scene, folder) if "reading" in parts else []) + behind
        if "rendering" in parts:
            rows += await rendering.measure(publisher, folder)
        if "publishing" in parts:
            rows += await publishing.measure(house, publisher)
        if "growth" in parts:
            rows += await growth.measure(house)
        for part in (chatting, answering, swallowing):
            if part.__name__.rpartition(".")[2] in parts:
                rows += await part.measure(publisher)
    return rows


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    # argparse takes the list that none is for one more choice.
    arguments.add_argument("parts", nargs="*", choices=[*_PARTS, []], default=[], metavar="PART")
    parts = arguments.parse_args().parts or _PARTS
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        forget_settings(folder)
        load = os.getloadavg()[0]
        rows = asyncio.run(measure(folder, parts))
        print(table_of(rows))
        # Others' work distorts even the ratios.
        print(f"Load of the machine before: {load:.1f} on {len(EVERY)} cores.")
        print(f"Readers played by {LOADED_BY}; fsync as the disk under {folder.parent} does it.")


if __name__ == "__main__":
    main()
