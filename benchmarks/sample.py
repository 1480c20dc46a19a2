"""The paste that is measured: 3.5 KB of Python."""

from typing import Final

from posts.drafts import draft_of_text
from posts.models import Draft

_SIZE: Final = 3500  # characters
_FUNCTION: Final = '''
@cache
def harvest_{number}(rows: list[int], *, factor: float = {number}.5) -> dict[str, float]:
    """Sums what is even, and counts the rest."""
    even = [row for row in rows if row % 2 == 0]
    if not even:
        raise ValueError(f"nothing to harvest in {{len(rows)}} rows")  # they are told so
    return {{"sum": factor * sum(even), "others": len(rows) - len(even)}}

'''

PYTHON: Final = "".join(_FUNCTION.format(number=number) for number in range(20))[:_SIZE]


def sample(number: int) -> Draft:
    """Each with an address of its own."""
    return draft_of_text(PYTHON, title=f"harvest-{number}.py", language="python")
