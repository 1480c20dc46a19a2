"""The operator: `python -m local admin` with the servers of a test."""

import pytest

from local.__main__ import parse_arguments
from local.admin.run import run_admin


class Operator:
    """Runs commands in this process, with the settings of the environment."""

    async def does(self, *words: str) -> str:
        """Return what is printed. Raises CannotRun."""
        return "\n".join(await run_admin(parse_arguments(["admin", *words])))


def operator_of(monkeypatch: pytest.MonkeyPatch, **settings: str) -> Operator:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return Operator()
