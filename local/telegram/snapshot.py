"""The state on disk: one file that is replaced atomically."""

import asyncio
import os
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from local.telegram.state import State

# Seconds between two snapshots.
_INTERVAL_SECONDS = 0.5
# More ids than are assigned between two snapshots.
_SKIPPED_IDS = 100_000


@dataclass(slots=True)
class _Saved:
    """The content of the file. `clean`: the server was stopped after saving it, and did not crash."""

    state: State
    clean: bool


_FORM = TypeAdapter(_Saved)


class Snapshot:
    """The file with the state, saved half a second after a change at the earliest."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed = asyncio.Event()
        self._saved = asyncio.Event()

    def load(self) -> State:
        """Return the saved state, or a new one. After a crash, skip ids that may have been assigned since."""
        try:
            saved = _FORM.validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return State()
        if not saved.clean:
            saved.state.skip_ids(_SKIPPED_IDS)
        return saved.state

    def touch(self) -> None:
        """Have the state saved soon."""
        self._changed.set()
        self._saved.clear()

    async def saved(self) -> None:
        """Wait until every change so far is on disk."""
        await self._saved.wait()

    async def save_changes(self, state: State) -> None:
        """Save after each change until cancelled."""
        while True:
            await self._changed.wait()
            started = time.monotonic()
            self._changed.clear()
            content = _FORM.dump_json(_Saved(state, clean=False))
            await _uncancellable(asyncio.to_thread(_replace, self._path, content))
            if not self._changed.is_set():
                self._saved.set()
            # A large state is saved less often: saving takes at most a tenth of the time.
            await asyncio.sleep(max(_INTERVAL_SECONDS, 9 * (time.monotonic() - started)))

    def finish(self, state: State) -> None:
        """Save the state for the last time, as one that no crash has interrupted."""
        _replace(self._path, _FORM.dump_json(_Saved(state, clean=True)))


async def _uncancellable(writing: Coroutine[Any, Any, None]) -> None:
    """Wait for a writing thread even when cancelled, so that its write cannot follow a later one."""
    task = asyncio.create_task(writing)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".tmp")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
