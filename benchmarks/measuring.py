"""Statistics of measurements."""

from collections.abc import Awaitable, Callable, Sequence
from statistics import quantiles
from typing import Any, Final, Protocol, TypeVar

_ROUNDS: Final = 3


class _Comparable(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...


Measured = TypeVar("Measured", bound=_Comparable)


async def best_of_rounds(measures: Sequence[Callable[[], Awaitable[Measured]]]) -> list[Measured]:
    """Return the best result of each measure; they take turns, so that other load is shared evenly."""
    rounds = [[await measure() for measure in measures] for _ in range(_ROUNDS)]
    return [max(results) for results in zip(*rounds, strict=True)]


def p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1]
