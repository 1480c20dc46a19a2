"""Finds what is a keyword, a string, a comment, … in a text."""

import time
from collections.abc import Iterator
from itertools import groupby
from typing import Final

import structlog
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from web_viewer.listing.colours import PLAIN, colour_of

# Pygments takes about a second for 1 MB; a page that costs its reader more than a blink stays plain.
HIGHLIGHTED_UP_TO: Final = 200_000  # characters
PATIENCE: Final = 2.0  # seconds of computing, for texts that are made to be slow
Run = tuple[str, str]
_log = structlog.get_logger(__name__)


class _Unreadable(Exception):
    """A lexer took too long, or lost some of the text."""


def colour_runs(text: str, language: str, patience: float = PATIENCE) -> list[Run]:
    """Pieces of the text in order, each with its colour; one plain piece where colours cannot be had.

    `patience`: seconds of computing.
    """
    if len(text) > HIGHLIGHTED_UP_TO:
        return [(PLAIN, text)]
    try:
        return _lexed(text, language, patience)
    except ClassNotFound:
        return [(PLAIN, text)]
    except Exception as fault:  # hundreds of lexers by hundreds of people: none may cost the page
        _log.warning("not highlighted", language=language, fault=repr(fault))
        return [(PLAIN, text)]


def _lexed(text: str, language: str, patience: float) -> list[Run]:
    tokens = _in_time(text, language, patience)
    runs = [
        (colour, "".join(value for _, value in run))
        for colour, run in groupby(tokens, key=lambda token: token[0])
    ]
    if "".join(value for _, value in runs) != text:
        raise _Unreadable("the lexer changed the text")
    return runs


def _in_time(text: str, language: str, patience: float) -> Iterator[Run]:
    lexer = find_lexer_class_by_name(language)(stripnl=False, ensurenl=False)
    end = time.thread_time() + patience
    for kind, value in lexer.get_tokens(text):
        if time.thread_time() > end:
            raise _Unreadable("the lexer was too slow")
        yield colour_of(kind), value
