"""Syntax highlighting in limited time: by rules for lines, else tree-sitter, else Pygments."""

import logging
import time
from collections.abc import Iterable
from typing import Final

from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from posts.texts.languages import PLAIN as TEXT
from web_viewer.listing.colours import PLAIN, colour_of
from web_viewer.listing.grammars import has_grammar, tokens
from web_viewer.listing.plain_text import LINE_HIGHLIGHTERS

# A highlighted page of a longer text makes a phone slow; the reader can ask for it.
MAX_HIGHLIGHTED_CHARACTERS: Final = 250_000
TIME_LIMIT_SECONDS: Final = 2.0  # of CPU time, because some texts are made to be slow
# A CSS class and a piece of text.
Run = tuple[str, str]
_log = logging.getLogger(__name__)


class _HighlightingFailed(Exception):
    """The lexer took too long, or lost some of the text."""


def highlight(
    text: str,
    language: str,
    time_limit_seconds: float = TIME_LIMIT_SECONDS,
    max_characters: int = MAX_HIGHLIGHTED_CHARACTERS,
) -> list[Run]:
    """Return the text in pieces with their colours.

    One plain piece if the text is longer than `max_characters`, or no way works within the time limit.
    """
    if language in LINE_HIGHLIGHTERS and len(text) <= max_characters:
        return _merged(LINE_HIGHLIGHTERS[language](text), text)
    if language != TEXT and time_limit_seconds > 0 and len(text) <= max_characters:
        ways = (_by_grammar, _by_pygments) if has_grammar(language) else (_by_pygments,)
        for way in ways:
            try:
                return _merged(way(text, language, time_limit_seconds), text)
            except ClassNotFound:
                break
            except Exception as error:  # a bug in one of hundreds of grammars must not cost the page
                _log.warning("highlighting_failed language=%s way=%s error=%r", language, way.__name__, error)
    return [(PLAIN, text)]


def _merged(tokens: Iterable[Run], text: str) -> list[Run]:
    """Join neighbours of one colour. Raises _HighlightingFailed if the tokens are not the whole text."""
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
        raise _HighlightingFailed("the lexer changed the text")
    return runs


def _by_grammar(text: str, language: str, _time_limit_seconds: float) -> Iterable[Run]:
    return tokens(text, language)


def _by_pygments(text: str, language: str, time_limit_seconds: float) -> Iterable[Run]:
    lexer = find_lexer_class_by_name(language)(stripnl=False, ensurenl=False)
    end = time.thread_time() + time_limit_seconds
    for kind, value in lexer.get_tokens(text):
        if time.thread_time() > end:
            raise _HighlightingFailed("the lexer was too slow")
        yield colour_of(kind), value
