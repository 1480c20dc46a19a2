"""Markdown as the HTML of a page."""

import logging
import re
from itertools import accumulate
from typing import Final

from markupsafe import Markup

from web_viewer.listing.highlighting import PATIENCE
from web_viewer.markdown.deadline import patient_for
from web_viewer.markdown.finishing import finished
from web_viewer.markdown.parser import PARSER
from web_viewer.markdown.sanitizing import regular, sanitized

RENDERED_UP_TO: Final = 200_000  # characters
# Seconds of computing. 200,000 characters of prose take 0.5 on an idle machine and twice that on a busy one.
_PARSED_FOR: Final = 2.0
# Footnotes and headings make a hundred characters of three.
_LONGEST: Final = 2_000_000  # characters of HTML
# Browsers stop at 512 tags within each other; the sanitizer's time grows with the square of it.
_DEEPEST: Final = 400
_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# They end by themselves.
_SHALLOW: Final = frozenset("br hr img input wbr p li dt dd tr td th thead tbody tfoot rt rp".split())
_log = logging.getLogger(__name__)


class _Unreasonable(Exception):
    """The page would be too long, or too deep for a browser."""


def rendered(text: str) -> Markup | None:
    """None where it would take too long, or become too large."""
    try:
        return Markup(sanitized(finished(regular(_parsed(text)))))  # noqa: S704 - sanitized
    except Exception as fault:  # a parser of all that people write: it may not cost the page
        _log.warning("not rendered: %r", fault)
        return None


def _parsed(text: str) -> str:
    env = patient_for(_PARSED_FOR)
    tokens = PARSER.parse(text, env)
    env |= patient_for(PATIENCE)
    html = str(PARSER.renderer.render(tokens, PARSER.options, env))
    if len(html) > _LONGEST or _depth(html) > _DEEPEST:
        raise _Unreasonable
    return html


def _depth(html: str) -> int:
    """At most so many tags are open at once."""
    steps = (-1 if end else 1 for end, name in _TAG.findall(html) if name.lower() not in _SHALLOW)
    return max(accumulate(steps, lambda depth, step: max(depth + step, 0)), default=0)
