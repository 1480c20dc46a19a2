"""Renders Markdown as sanitized HTML."""

import logging
import re
from itertools import accumulate
from typing import Final

from markupsafe import Markup

from web_viewer.listing.highlighting import TIME_LIMIT_SECONDS
from web_viewer.markdown.deadline import time_limit
from web_viewer.markdown.finishing import finish_html
from web_viewer.markdown.parser import PARSER
from web_viewer.markdown.sanitizing import normalized, sanitized

MAX_RENDERED_CHARACTERS: Final = 200_000
# CPU time. 200,000 characters of prose take 0.5 s on an idle machine, and twice that on a busy one.
_PARSE_SECONDS: Final = 2.0
# Footnotes and headings make a hundred characters of HTML from three of Markdown.
_MAX_HTML_CHARACTERS: Final = 2_000_000
# Browsers ignore nesting beyond 512 tags, and the sanitizer's time grows with the square of the depth.
_MAX_DEPTH: Final = 400
_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# Elements that may lack an end tag do not nest deeply.
_WITHOUT_DEPTH: Final = frozenset("br hr img input wbr p li dt dd tr td th thead tbody tfoot rt rp".split())
_log = logging.getLogger(__name__)


class _TooLarge(Exception):
    """The HTML is too long for a page, or nested too deeply for a browser."""


def render_markdown(text: str) -> Markup | None:
    """Return sanitized HTML; None if rendering takes too long or fails, or if the result is too large."""
    try:
        return Markup(sanitized(finish_html(normalized(_parsed(text)))))  # noqa: S704 - sanitized
    except Exception as error:  # no text that breaks the parser may cost the page
        _log.warning("markdown_not_rendered error=%r", error)
        return None


def _parsed(text: str) -> str:
    env = time_limit(_PARSE_SECONDS)
    tokens = PARSER.parse(text, env)
    env |= time_limit(TIME_LIMIT_SECONDS)
    html = str(PARSER.renderer.render(tokens, PARSER.options, env))
    if len(html) > _MAX_HTML_CHARACTERS or _depth(html) > _MAX_DEPTH:
        raise _TooLarge
    return html


def _depth(html: str) -> int:
    """Return an upper bound of the number of tags that are open at once."""
    steps = (-1 if end else 1 for end, name in _TAG.findall(html) if name.lower() not in _WITHOUT_DEPTH)
    return max(accumulate(steps, lambda depth, step: max(depth + step, 0)), default=0)
