"""Fixtures that save the launcher's tests the costs of each start."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from local.postgres import EmbeddedPostgres
from tests.local.launching import Refuser, running_refuser


@pytest.fixture(scope="session")
async def initialized_postgres(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a stopped Postgres, for copies: initdb takes seconds."""
    folder = tmp_path_factory.mktemp("initialized") / "postgres"
    async with EmbeddedPostgres(folder):
        pass
    return folder


@pytest.fixture
def postgres_folder(tmp_path: Path, initialized_postgres: Path) -> Path:
    return Path(shutil.copytree(initialized_postgres, tmp_path / "postgres"))


@pytest.fixture(scope="session")
async def refuser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Refuser]:
    async with running_refuser(tmp_path_factory.mktemp("refuser")) as refuser:
        yield refuser
