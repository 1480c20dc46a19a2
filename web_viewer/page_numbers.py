"""`?page=`: which page of a list."""

import re
from typing import Final

from aiohttp import web

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}")


def page_number(request: web.Request) -> int:
    """From 1, as in the address. Raises HTTPNotFound."""
    wanted = request.query.get("page", "1")
    if not _NUMBER.fullmatch(wanted):
        raise web.HTTPNotFound
    return int(wanted)
