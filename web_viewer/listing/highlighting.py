"""Finds what is a keyword, a string, a comment, … in a text."""

import logging
import time
from collections.abc import Iterable
from typing import Final

from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from posts.texts.languages import PLAIN as TEXT
from web_viewer.listing.colours import PLAIN, colour_of
from web_viewer.listing.grammars import has_grammar, tokens
from web_viewer.listing.plain_text import WAYS

# What is longer makes a page that costs a phone more than a blink; it is coloured when somebody asks for it.
HIGHLIGHTED_UP_TO: Final = 250_000  # characters
PATIENCE: Final = 2.0  # seconds of computing, for texts that are made to be slow
Run = tuple[str, str]
_log = logging.getLogger(__name__)


class _Unreadable(Exception):
    """A lexer took too long, or lost some of the text."""


def colour_runs(
    text: str, language: str, patience: float = PATIENCE, up_to: int = HIGHLIGHTED_UP_TO
) -> list[Run]:
    """Pieces of the text in order, each with its colour; one plain piece where colours cannot be had.

    `patience`: seconds of computing; `up_to`: characters.
    """
    if language in WAYS and len(text) <= up_to:
        return _checked(WAYS[language](text), text)
    if language != TEXT and patience > 0 and len(text) <= up_to:
        ways = (_by_grammar, _by_pygments) if has_grammar(language) else (_by_pygments,)
        for way in ways:
            try:
                return _checked(way(text, language, patience), text)
            except ClassNotFound:
                break
            except Exception as fault:  # grammars and lexers by hundreds of people: none may cost the page
                _log.warning("not highlighted as %s by %s: %r", language, way.__name__, fault)
    return [(PLAIN, text)]


def _checked(tokens: Iterable[Run], text: str) -> list[Run]:
    """Neighbours of one colour become one run. Raises _Unreadable."""
    runs: list[Run] = []
    same: list[str] = []
    colour = PLAIN
    for following, value in tokens:
        if following != colour:
            runs.append((colour, "".join(same)))
            colour, same = following, [value]
        else:
            same.append(value)
    runs = [run for run in (*runs, (colour, "".join(same))) if run[1]]
    if "".join([value for _, value in runs]) != text:
        raise _Unreadable("the lexer changed the text")
    return runs


def _by_grammar(text: str, language: str, _patience: float) -> Iterable[Run]:
    return tokens(text, language)


def _by_pygments(text: str, language: str, patience: float) -> Iterable[Run]:
    lexer = find_lexer_class_by_name(language)(stripnl=False, ensurenl=False)
    end = time.thread_time() + patience
    for kind, value in lexer.get_tokens(text):
        if time.thread_time() > end:
            raise _Unreadable("the lexer was too slow")
        yield colour_of(kind), value
