"""Questions that stay open: what people send after a mistake is an answer, never a paste."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from markupsafe import Markup

from kernel.errors import AppError
from kernel.phrases import Words


def reminder(waiting_for: str, words: Words) -> Markup:
    """Of the question that is open, by its state: what is waited for, and how to leave it."""
    return words(f"waiting.{waiting_for.rpartition(':')[2]}")


@asynccontextmanager
async def question(
    state: FSMContext, again: State, *mistakes: type[AppError], **known: Any
) -> AsyncIterator[None]:
    """Around trying an answer. One of these mistakes asks once more, remembering what is known by now;
    success and every other error of ours end the question; a surprise leaves it as it was."""
    try:
        yield
    except mistakes:
        await state.set_state(again)
        await state.update_data(known)
        raise
    except AppError:
        await state.clear()
        raise
    await state.clear()
