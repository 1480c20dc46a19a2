"""The analyst of this run of tests, with workers of its own: loading them takes longer than most tests."""

from collections.abc import AsyncIterator

import pytest

from posts.analysis.analyst import Analyst, analysis_workers

ANALYST = Analyst(analysis_workers())


@pytest.fixture(scope="session", autouse=True)
async def analysis_workers_end() -> AsyncIterator[None]:
    yield
    await ANALYST.workers.stop()
