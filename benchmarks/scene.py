"""A viewer with many pastes to read, and the bare servers that hold the very same bytes."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg

from benchmarks.bare import bare_viewer
from benchmarks.house import House
from benchmarks.pastes import add_pastes
from benchmarks.publishing import Publisher
from benchmarks.sample import sample
from benchmarks.viewing import Viewer, viewer

_LARGE: Final = 1_000_000  # bytes
# More than a process keeps: asked for in turn, each has been pushed out when it is asked for again. And more
# than are asked for in one measurement.
_MANY: Final = 16_000


@dataclass(frozen=True, slots=True)
class Scene:
    """Addresses: of the page that is hot, its raw text, a page of 1 MB, and many more pages."""

    house: House
    viewer: Viewer
    bare: str
    page: str
    raw: str
    large: str
    many: Sequence[str]


@asynccontextmanager
async def open_scene(house: House, publisher: Publisher, folder: Path) -> AsyncIterator[Scene]:
    post = await publisher.publish(sample(0))
    async with viewer() as ours:
        page, raw = f"{ours.origin}/{post.url}", f"{ours.origin}/{post.url}/raw"
        large = f"{ours.origin}/{(await publisher.publish(sample(0, _LARGE))).url}"
        bodies = {
            "page": await ours.body_of(page),
            "raw": await ours.body_of(raw),
            "large": await ours.body_of(large),
        }
        connection = await asyncpg.connect(house.database_url)
        many = [ours.origin + path for path in await add_pastes(connection, post.url, _MANY, _MANY)]
        await connection.close()
        async with bare_viewer(house, folder / "bodies", bodies, bodies["page"]) as bare:
            yield Scene(house, ours, bare, page, raw, large, many)
