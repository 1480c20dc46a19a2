"""`python -m benchmarks`: measures everything, in about a minute, and prints one table."""

import asyncio
import tempfile
from pathlib import Path

from benchmarks import chatting, publishing, reading, starting
from benchmarks.house import forget_settings, open_house
from benchmarks.load import LOADED_BY
from benchmarks.table import Row, table_of


async def measure(folder: Path) -> list[Row]:
    whole = folder / "whole"
    whole.mkdir()
    rows = await starting.measure(whole)
    async with open_house(folder) as house, publishing.open_publisher(house) as publisher:
        rows += await reading.measure(house, publisher, folder)
        rows += await publishing.measure(house, publisher)
        rows += await chatting.measure()
    return rows


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        forget_settings(folder)
        rows = asyncio.run(measure(folder))
        print(table_of(rows))
        print(f"Readers played by {LOADED_BY}; fsync as the disk under {folder.parent} does it.")


if __name__ == "__main__":
    main()
