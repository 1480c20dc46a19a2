"""Measures things in turns, so that whatever else the machine does is shared out fairly."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

_ROUNDS: Final = 3


async def best_of_rounds(measures: Sequence[Callable[[], Awaitable[float]]]) -> list[float]:
    """The highest that each has reached."""
    rounds = [[await measure() for measure in measures] for _ in range(_ROUNDS)]
    return [max(reached) for reached in zip(*rounds, strict=True)]
