"""Health of a process: named checks, each of which may find a problem."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

HealthCheck = Callable[[], str | None]
_TIMEOUT_SECONDS: Final = 5.0


class Health:
    """The checks of one process. They are called in other threads than the event loop's."""

    def __init__(self) -> None:
        self._checks: dict[str, HealthCheck] = {}

    def add(self, name: str, check: HealthCheck) -> None:
        """Add a check that returns what is wrong in a few words, or None."""
        self._checks[name] = check

    def add_in_loop(self, name: str, check: Callable[[], Awaitable[str | None]]) -> None:
        """Add a check that is awaited in the running event loop, for five seconds at most."""
        loop = asyncio.get_running_loop()

        async def limited() -> str | None:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                return await check()

        def run() -> str | None:
            return asyncio.run_coroutine_threadsafe(limited(), loop).result(_TIMEOUT_SECONDS + 1)

        self.add(name, run)

    def problems(self) -> list[str]:
        """Return a line for each check that finds a problem. A check that raises has found one."""
        found = ((name, _outcome(check)) for name, check in list(self._checks.items()))
        return [f"{name}: {problem}" for name, problem in found if problem]


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks of one process: where `alive` has a problem, only a new process can help."""

    alive: Health = field(default_factory=Health)
    ready: Health = field(default_factory=Health)


def _outcome(check: HealthCheck) -> str | None:
    try:
        return check()
    except Exception as fault:
        return repr(fault)
