"""How the time of some work grows with its input."""

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kernel.errors import AppError

# All shapes are measured at these sizes. Their ratio shows n² (64 times) apart from n log n (11 times).
_SMALL: Final = (300, 2_400)
# Only the shapes that were slowest, or grew most, are measured at these. Their steps are small enough that
# the size at which an n² is beyond the noise is still tried.
LARGEST: Final = 320_000
_LARGE: Final = (16_000, 64_000, LARGEST)
_SUSPECTS: Final = 2
# Seconds: less is no measurement. A long text does not fit into a processor's cache, which others use, too.
_NOISE_OF_SMALL: Final = 0.001
_NOISE: Final = 0.005
_TOLERANCE: Final = 2.5  # n log n has 1.4 at most; n² has the ratio of both sizes, which is 4 at least
_TOLERANCE_OF_A_LARGE_STEP: Final = 0.4  # of n², whatever the step
# Seconds: a size that would take longer, though all is well, is not tried. What took a quarter of this for
# 16,000 characters was slow enough to be judged against the noise of 2,400.
_LONG: Final = 0.72


@dataclass(frozen=True, slots=True)
class Job:
    """`call` takes what one of the `shapes` makes of a size.

    `most`: a larger input cannot come. `budget`: the seconds of computing after which it gives up by itself,
    so that its time may grow as it likes below that.
    """

    name: str
    call: Callable[[Any], object]
    shapes: Mapping[str, Callable[[int], Any]]
    most: int = LARGEST
    budget: float | None = None


@dataclass(frozen=True, slots=True)
class Slow:
    job: str
    shape: str
    size: int
    seconds: float
    before: float
    """Seconds for the size before."""

    def __str__(self) -> str:
        return f"{self.job}: {self.size:,} of {self.shape}: {self.seconds:.3f} s, before {self.before:.3f} s"


Progress = Callable[[str, int], None]


def slow_shapes(job: Job, progress: Progress) -> Iterator[Slow]:
    """Measure all shapes at small sizes, and those that grow most at large ones.

    `progress` is called before each measurement.
    """
    trial = _Trial(job, progress)
    trial.warm_up()
    small = _sizes(_SMALL, job.most)
    for shape in job.shapes:
        yield from trial.grow(shape, small)
    if job.most == small[-1]:
        return
    suspects = trial.suspects(small[0], small[-1])
    if job.budget is not None:  # one long text takes all the time that the job may
        yield from trial.grow(suspects[0], [job.most])
        return
    for shape in suspects:
        yield from trial.grow(shape, [small[-1], *_sizes(_LARGE, job.most)])


def _sizes(wanted: tuple[int, ...], most: int) -> list[int]:
    return sorted({min(size, most) for size in wanted})


class _Trial:
    def __init__(self, job: Job, progress: Progress) -> None:
        self._job = job
        self._progress = progress
        self._times: dict[tuple[str, int], float] = {}
        self._found: set[str] = set()

    def warm_up(self) -> None:
        """Make what is made once, such as a table, without measuring it."""
        shape = next(iter(self._job.shapes))
        self._progress(shape, 1)
        self._seconds(self._job.shapes[shape](100), time.perf_counter)

    def grow(self, shape: str, sizes: list[int]) -> Iterator[Slow]:
        before: int | None = None
        for size in sizes:
            if before and self._time(shape, before) * size / before > _LONG and self._job.budget is None:
                return
            if (
                size == LARGEST
                and before
                and self._time(shape, before) * size <= _TOLERANCE * _NOISE * before
            ):
                return  # even an n² would be within the noise
            if self._is_slow(shape, before, size):
                self._found.add(shape)
                yield Slow(
                    self._job.name, shape, size, self._time(shape, size), self._time(shape, before or size)
                )
                return
            before = size

    def suspects(self, small: int, larger: int) -> list[str]:
        known = [shape for shape in self._job.shapes if shape not in self._found]
        slowest = sorted(known, key=lambda shape: -self._time(shape, larger))
        steepest = sorted(
            known, key=lambda shape: -self._time(shape, larger) / max(self._time(shape, small), _NOISE / 100)
        )
        return list(dict.fromkeys((*slowest[:_SUSPECTS], *steepest[:_SUSPECTS])))

    def _is_slow(self, shape: str, before: int | None, size: int) -> bool:
        """Measure a shape that seems slow three more times, and use the best: the machine may be busy."""
        for _ in range(3):
            if not self._seems_slow(shape, before, size):
                return False
            for again in {before or size, size}:
                self._measure(shape, again)
        return self._seems_slow(shape, before, size)

    def _seems_slow(self, shape: str, before: int | None, size: int) -> bool:
        seconds = self._time(shape, size)
        if self._job.budget is not None:
            return seconds > self._job.budget
        if before is None:
            return False
        ratio = size / before
        # What does not fit into a processor's cache any more takes a few times as long.
        tolerance = max(_TOLERANCE, _TOLERANCE_OF_A_LARGE_STEP * ratio)
        noise = _NOISE if size > _SMALL[-1] else _NOISE_OF_SMALL
        return seconds > ratio * tolerance * max(self._time(shape, before), noise)

    def _time(self, shape: str, size: int) -> float:
        known = self._times.get((shape, size))
        return self._measure(shape, size) if known is None else known

    def _measure(self, shape: str, size: int) -> float:
        self._progress(shape, size)
        # The clock of a processor is too coarse for a millisecond: some machines count in ticks.
        clock = time.process_time if size > _SMALL[-1] else time.perf_counter
        seconds = self._seconds(self._job.shapes[shape](size), clock)
        self._times[shape, size] = min(seconds, self._times.get((shape, size), seconds))
        return self._times[shape, size]

    def _seconds(self, made: Any, clock: Callable[[], float]) -> float:
        gc.disable()
        start = clock()
        try:
            self._job.call(made)
        except AppError:  # it has looked at the text, and does not take it
            pass
        finally:
            gc.enable()
        return clock() - start
