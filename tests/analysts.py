"""The analyzer shared by all tests: its worker processes take longer to load than most tests take."""

from collections.abc import AsyncIterator

import pytest

from posts.analysis.analyst import Analyst, analysis_workers

ANALYST = Analyst(analysis_workers())


@pytest.fixture(scope="session", autouse=True)
async def analysis_workers_end() -> AsyncIterator[None]:
    yield
    await ANALYST.workers.stop()
