"""The table of results."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_HEADINGS: Final = ("", "ours", "beside it", "ratio", "goal", "")


@dataclass(frozen=True, slots=True)
class Row:
    """A result and its baseline; the goal, if any, bounds their ratio by `at_least` or `at_most`."""

    what: str
    unit: str
    ours: float
    beside: str
    other: float
    at_least: float | None = None
    at_most: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.other

    @property
    def is_missed(self) -> bool:
        is_short = self.at_least is not None and self.ratio < self.at_least
        return is_short or (self.at_most is not None and self.ratio > self.at_most)

    def cells(self) -> tuple[str, ...]:
        other = f"{self.beside}: {_figure(self.other)} {self.unit}".rstrip()
        ours = f"{_figure(self.ours)} {self.unit}".rstrip()
        return self.what, ours, other, f"{self.ratio:.2f}", self._goal(), "missed" if self.is_missed else ""

    def _goal(self) -> str:
        bounds = (("≥", self.at_least), ("≤", self.at_most))
        return " ".join(f"{sign} {bound:g}" for sign, bound in bounds if bound is not None)


@dataclass(frozen=True, slots=True)
class NotMeasured:
    """A result that is missing; `why` is the reason."""

    what: str
    why: str

    def cells(self) -> tuple[str, ...]:
        return self.what, "not measured", self.why, "", "", ""


Line = Row | NotMeasured


def table_of(rows: Iterable[Line]) -> str:
    lines = [_HEADINGS, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def _figure(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}"
