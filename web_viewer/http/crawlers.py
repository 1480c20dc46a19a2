"""Tells a person who reads from a program that looks."""

from functools import lru_cache
from typing import Final

from aiohttp import hdrs, web
from crawleruseragents import is_crawler
from multidict import istr

# What browsers fetch in advance, and older ones before there was a standard.
_PURPOSE: Final = istr("Sec-Purpose")
_OLD_PURPOSE: Final = istr("Purpose")
# What it is fetched for: only what is opened to be looked at is read. Old browsers do not say.
_USE: Final = istr("Sec-Fetch-Dest")
_TO_BE_LOOKED_AT: Final = "document"
_BEGINNING: Final = "bytes=0-"
# No browser's name is longer; each letter costs a microsecond where the name is new.
_LOOKED_AT: Final = 512  # characters
_NAMES_REMEMBERED: Final = 4096


def is_reading(request: web.BaseRequest) -> bool:
    """Whether a person begins to read. Cheap: for each page that is served."""
    headers = request.headers
    if request.method != hdrs.METH_GET or _PURPOSE in headers or _OLD_PURPOSE in headers:
        return False
    if _USE in headers and headers[_USE] != _TO_BE_LOOKED_AT:
        return False
    if hdrs.RANGE in headers and not headers[hdrs.RANGE].startswith(_BEGINNING):
        return False  # the rest of what was counted
    return _is_person(headers.get(hdrs.USER_AGENT, "")[:_LOOKED_AT])


@lru_cache(_NAMES_REMEMBERED)
def _is_person(agent: str) -> bool:
    """Every browser says its name; robots, the makers of previews in chats among them, say theirs."""
    return bool(agent) and not is_crawler(agent)


# The patterns are compiled when they are first needed, which no reader should wait for.
is_crawler("")
