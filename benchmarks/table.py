"""What was measured, in one small table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_HEADINGS: Final = ("", "ours", "beside it", "ratio")


@dataclass(frozen=True, slots=True)
class Row:
    """`ratio` is ours by what stands beside it."""

    what: str
    unit: str
    ours: float
    beside: str
    other: float

    def cells(self) -> tuple[str, ...]:
        other = f"{self.beside}: {_figure(self.other)} {self.unit}"
        return self.what, f"{_figure(self.ours)} {self.unit}", other, f"{self.ours / self.other:.2f}"


def table_of(rows: Iterable[Row]) -> str:
    lines = [_HEADINGS, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def _figure(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}"
