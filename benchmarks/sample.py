"""Sample pastes: Python code, by default 3.5 KB."""

from functools import cache
from itertools import count
from typing import Final

from posts.models import Draft
from posts.texts.drafts import draft_of_text

SIZE: Final = 3500  # bytes
_FUNCTION: Final = '''
@cache
def harvest_{number}(rows: list[int], *, factor: float = {number}.5) -> dict[str, float]:
    """Sums what is even, and counts the rest."""
    even = [row for row in rows if row % 2 == 0]
    if not even:
        raise ValueError(f"nothing to harvest in {{len(rows)}} rows")  # they are told so
    return {{"sum": factor * sum(even), "others": len(rows) - len(even)}}

'''


@cache
def python(size: int) -> str:
    """Return `size` bytes of code, as repetitive as programs are."""
    functions = (_FUNCTION.format(number=number) for number in count())
    pieces, length = list[str](), 0
    while length < size:
        pieces.append(next(functions))
        length += len(pieces[-1])
    return "".join(pieces)[:size]


def sample(number: int, size: int = SIZE) -> Draft:
    """Return a draft; each number has an address of its own."""
    return draft_of_text(python(size), title=f"harvest-{size}-{number}.py", language="python")
