"""Code, between as many backticks as it needs."""

import re
from typing import Final

_BACKTICKS: Final = re.compile("`+")
_LANGUAGE: Final = re.compile(r"[\w+#.-]{1,40}")


def fenced(code: str, language: str) -> str:
    """A block of code. A language that is no single word is none."""
    fence = "`" * max(3, _longest_run(code) + 1)
    return f"{fence}{language if _LANGUAGE.fullmatch(language) else ''}\n{code}\n{fence}"


def code_span(code: str) -> str:
    """Code of one line, not blank."""
    ticks = "`" * (_longest_run(code) + 1)
    # One space at both ends is taken for padding (CommonMark, "Code spans").
    is_padded = code[0] == code[-1] == " " or "`" in (code[0], code[-1])
    return f"{ticks} {code} {ticks}" if is_padded else f"{ticks}{code}{ticks}"


def _longest_run(code: str) -> int:
    return max(map(len, _BACKTICKS.findall(code)), default=0)
