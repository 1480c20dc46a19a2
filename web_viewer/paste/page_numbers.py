"""`?page=`: which page of a list; `?part=`: which part of a text."""

import re
from typing import Final

from aiohttp import web

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}")


def page_number(request: web.Request, name: str = "page") -> int:
    """From 1, as in the address. Raises HTTPNotFound."""
    wanted = request.query.get(name, "1")
    if not _NUMBER.fullmatch(wanted):
        raise web.HTTPNotFound
    return int(wanted)
