"""Health of a process: named checks, each of which may find a problem."""

from collections.abc import Callable

HealthCheck = Callable[[], str | None]


class Health:
    """The checks of one process. They are called in a thread, so they must not touch an event loop."""

    def __init__(self) -> None:
        self._checks: dict[str, HealthCheck] = {}

    def add(self, name: str, check: HealthCheck) -> None:
        """Add a check that returns what is wrong in a few words, or None."""
        self._checks[name] = check

    def problems(self) -> list[str]:
        """Return a line for each check that finds a problem. A check that raises has found one."""
        found = ((name, _outcome(check)) for name, check in self._checks.items())
        return [f"{name}: {problem}" for name, problem in found if problem]


def _outcome(check: HealthCheck) -> str | None:
    try:
        return check()
    except Exception as fault:
        return repr(fault)
