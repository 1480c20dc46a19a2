"""The state on disk: one file, replaced as a whole, so that a reader finds the old or the new one."""

import asyncio
import os
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from local.telegram.state import State

# Seconds between a change and its snapshot.
_DELAY = 0.5
# More ids than are given out between two snapshots.
_SKIPPED_IDS = 100_000


@dataclass(slots=True)
class _Saved:
    state: State
    clean: bool


_FORM = TypeAdapter(_Saved)


class Snapshot:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed = asyncio.Event()
        self._saved = asyncio.Event()

    def load(self) -> State:
        try:
            saved = _FORM.validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return State()
        if not saved.clean:
            saved.state.skip_ids(_SKIPPED_IDS)
        return saved.state

    def touch(self) -> None:
        self._changed.set()
        self._saved.clear()

    async def saved(self) -> None:
        """Until every change so far is on disk."""
        await self._saved.wait()

    async def keep(self, state: State) -> None:
        """Saves after changes, for as long as it is not cancelled."""
        while True:
            await self._changed.wait()
            started = time.monotonic()
            self._changed.clear()
            content = _FORM.dump_json(_Saved(state, clean=False))
            await _to_the_end(asyncio.to_thread(_replace, self._path, content))
            if not self._changed.is_set():
                self._saved.set()
            # A large state is saved less often, so that saving takes a tenth of the time at most.
            await asyncio.sleep(max(_DELAY, 9 * (time.monotonic() - started)))

    def finish(self, state: State) -> None:
        _replace(self._path, _FORM.dump_json(_Saved(state, clean=True)))


async def _to_the_end(writing: Coroutine[Any, Any, None]) -> None:
    """A thread cannot be cancelled: whoever is told to stop waits for it, so that no late write wins."""
    task = asyncio.create_task(writing)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
