"""Processes do not import at their start what few of them ever need."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_BOT = "celery kombu obstore PIL"
_LAUNCHER = "aiogram aiohttp asyncpg celery obstore redis sqlalchemy structlog"


@pytest.mark.parametrize(
    ("module", "needless"),
    [
        ("bot.__main__", _BOT),
        ("web_viewer.__main__", f"{_BOT} aiogram"),
        ("notifier.beat", f"{_BOT.replace('celery kombu ', '')} aiogram aiohttp asyncpg sqlalchemy"),
        ("local.worker", "obstore PIL prompt_toolkit"),
        ("local.telegram.__main__", f"{_BOT} redis sqlalchemy"),
        ("local.__main__", _LAUNCHER),
    ],
)
def test_a_process_begins_without_what_few_of_its_kind_need(module: str, needless: str) -> None:
    packages = printed_after_import(module, "{name.partition('.')[0] for name in sys.modules}")
    assert module.partition(".")[0] in packages
    assert not {*needless.split()} & {*packages}


@pytest.mark.parametrize(
    "module", ["bot.__main__", "notifier.app", "local.worker", "local.telegram.__main__"]
)
def test_a_process_begins_with_no_model_of_aiogram_built(module: str) -> None:
    models = "[one for one in vars(sys.modules['aiogram.types']).values() if hasattr(one, 'model_fields')]"
    assert {"False"} == {*printed_after_import(module, f"[one.__pydantic_complete__ for one in {models}]")}


def printed_after_import(module: str, values: str) -> list[str]:
    """What a Python process prints of these values, a line each, once it has imported the module."""
    program = f"import sys, {module}\nprint(*{values}, sep='\\n')"
    return subprocess.check_output(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parent.parent,
        # Celery's settings are read when they are imported.
        env=os.environ | {"REDIS_URL": "redis://127.0.0.1:1/0"},
        text=True,
    ).splitlines()
