"""Marks of direction in code: by them a person would read another program than the machine does.

They are shown, and turn nothing else (Unicode, UTS 55; CVE-2021-42574). Whoever copies has them too.
"""

import re
from typing import Final

# Embeddings, overrides and isolates, and their ends (UAX 9, 2).
_STEERING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def steering_shown(html: str) -> str:
    """Of HTML in which they stand for themselves, in text only."""
    return html if html.isascii() else _STEERING.sub(_shown, html)


def _shown(found: re.Match[str]) -> str:
    return f'<span class="steer" title="U+{ord(found[0]):04X}">{found[0]}</span>'
