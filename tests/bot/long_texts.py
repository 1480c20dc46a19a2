"""Long texts as people paste them, and as apps cut them."""

from collections.abc import Callable, Sequence
from typing import Final

from posts.texts.cuts import MIN_CUT_LENGTH
from posts.texts.utf16 import has_cut_pair

# Telegram Bot API, sendMessage: UTF-16 units.
LIMIT: Final = 4096
# Words, both line ends, right-to-left, signs of two units, of several characters, and the last of all.
_LINE: Final = "строка №{}: שלום עולם, 👩‍👩‍👧‍👦 and 𝕎𝕠𝕣𝕕𝕤 🎉\r\n\ttabs \U0010ffff \u202eזה\u202c end\n"


def long_text(size: int, title: str = "A long text") -> str:
    """Return a text of `size` bytes of UTF-8, or a little more."""
    lines, written = [f"{title}\n"], 0
    while written < size:
        lines.append(_LINE.format(len(lines)))
        written += len(lines[-1].encode())
    return "".join(lines) + "the end"


def cut_anywhere(text: str, limit: int = LIMIT) -> list[str]:
    """Cut a text by UTF-16 units, also within words and surrogate pairs."""
    units = text.encode("utf-16-le")
    return [
        units[start : start + 2 * limit].decode("utf-16-le", "surrogatepass")
        for start in range(0, len(units), 2 * limit)
    ]


def cut_through_a_sign(text: str) -> list[str]:
    """Return a text that is cut within a surrogate pair at least once."""
    tries = (cut_anywhere(text, limit) for limit in range(LIMIT, MIN_CUT_LENGTH, -1))
    return next(parts for parts in tries if any(map(has_cut_pair, parts)))


def cut_with_a_short_end(text: str) -> list[str]:
    """Return a text whose last part is short, cut between characters."""
    tries = (cut_anywhere(text, limit) for limit in range(LIMIT, MIN_CUT_LENGTH, -1))
    return next(parts for parts in tries if len(parts[-1]) < 1000 and _is_clean(parts))


def _is_clean(parts: Sequence[str]) -> bool:
    return not any(has_cut_pair(part) for part in parts)


def later(seconds: float, clock: Callable[[], float]) -> Callable[[], float]:
    """Return a clock that is ahead, for messages that are sent later."""
    return lambda: clock() + seconds
