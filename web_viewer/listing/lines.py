"""Numbered lines of code as HTML."""

import re
from collections.abc import Iterable
from html import escape
from typing import Final

from markupsafe import Markup

from web_viewer.listing.highlighting import Run

# Embeddings, overrides and isolates, and what ends them (UAX 9, 2).
_BIDI_CONTROLS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def numbered_lines(runs: Iterable[Run], first: int = 1, *, is_code: bool = True) -> Markup:
    """Return an element for each line, `#L10`. It ends with the line feed: so copying gives the exact text.

    The stylesheet writes the number, so that it is never copied. The link around it is for the pointer only.
    """
    html = "".join([run_html(colour, text) for colour, text in runs])
    *lines, rest = (mark_bidi_controls(html) if is_code else html).split("\n")
    # In the first part of a text, the stylesheet counts the lines itself.
    row = _row if first == 1 else _row_of_later_part
    rows = [row(number, f"{line}\n") for number, line in enumerate(lines, first)]
    if rest:
        rows.append(row(first + len(lines), rest))
    return Markup("".join(rows))  # noqa: S704 - `run_html` has escaped the text


def _row(number: int, line: str) -> str:
    return f'<span id="L{number}"><a href="#L{number}" tabindex="-1" aria-hidden="true"></a>{line}</span>'


def _row_of_later_part(number: int, line: str) -> str:
    link = f'<a href="#L{number}" data-n="{number}" tabindex="-1" aria-hidden="true"></a>'
    return f'<span id="L{number}">{link}{line}</span>'


def run_html(colour: str, text: str) -> str:
    """Return escaped HTML in which no element spans two lines."""
    # Most runs have nothing to escape, and a page has thousands of them.
    escaped = escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text
    if not colour:
        return escaped
    if "\n" not in text:
        return f'<span class="{colour}">{escaped}</span>'
    return "\n".join(
        [f'<span class="{colour}">{line}</span>' if line else "" for line in escaped.split("\n")]
    )


def mark_bidi_controls(html: str) -> str:
    """Make bidirectional control characters visible and ineffective, but leave them in the text for copying.

    With them, code can look different to a person than to a compiler (Unicode, UTS 55; CVE-2021-42574).
    """
    return html if html.isascii() else _BIDI_CONTROLS.sub(_marked, html)


def _marked(found: re.Match[str]) -> str:
    return f'<span class="steer" title="U+{ord(found[0]):04X}">{found[0]}</span>'
