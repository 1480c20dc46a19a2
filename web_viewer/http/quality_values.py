"""What a reader takes and how gladly: `Accept-Language`, `Accept-Encoding` (RFC 9110, 12.4.2)."""

import re
from typing import Final

_ITEM: Final = re.compile(r"\s*(\*|[A-Za-z0-9][-A-Za-z0-9]*)\s*(?:;\s*[qQ]=([01](?:\.\d{0,3})?)\s*)?")
ANYTHING: Final = "*"


def qualities(given: str) -> dict[str, float]:
    """Values in lower case, in the reader's order; qualities from 0 (never) to 1."""
    items = [found for item in given.split(",") if (found := _ITEM.fullmatch(item))]
    return {item[1].lower(): min(float(item[2] or 1), 1.0) for item in items}
