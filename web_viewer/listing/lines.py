"""Lines of code as HTML."""

import re
from collections.abc import Iterable
from html import escape
from typing import Final

from markupsafe import Markup

from web_viewer.listing.highlighting import Run


def numbered_lines(runs: Iterable[Run], first: int = 1, *, is_code: bool = True) -> Markup:
    """Each line is an element, `#L10`, that ends with its line feed: so copying gives the exact text.

    Its number is the stylesheet's work, and so is never copied; the link around it is for the pointer only.
    """
    html = "".join([coloured(colour, text) for colour, text in runs])
    *lines, rest = (steering_shown(html) if is_code else html).split("\n")
    # Of the first part of a text, the stylesheet can count the lines by itself.
    row = _row if first == 1 else _row_of_later_part
    rows = [row(number, f"{line}\n") for number, line in enumerate(lines, first)]
    if rest:
        rows.append(row(first + len(lines), rest))
    return Markup("".join(rows))  # noqa: S704 - `coloured` has escaped the text


def _row(number: int, line: str) -> str:
    return f'<span id="L{number}"><a href="#L{number}" tabindex="-1" aria-hidden="true"></a>{line}</span>'


def _row_of_later_part(number: int, line: str) -> str:
    link = f'<a href="#L{number}" data-n="{number}" tabindex="-1" aria-hidden="true"></a>'
    return f'<span id="L{number}">{link}{line}</span>'


def coloured(colour: str, text: str) -> str:
    """HTML, in which no element goes on in the next line."""
    # Most runs have nothing to escape, and a page has thousands of them.
    escaped = escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text
    if not colour:
        return escaped
    if "\n" not in text:
        return f'<span class="{colour}">{escaped}</span>'
    return "\n".join(
        [f'<span class="{colour}">{line}</span>' if line else "" for line in escaped.split("\n")]
    )


# Embeddings, overrides and isolates, and their ends (UAX 9, 2).
_STEERING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def steering_shown(html: str) -> str:
    """Of HTML in which they stand for themselves, in text only."""
    return html if html.isascii() else _STEERING.sub(_shown, html)


def _shown(found: re.Match[str]) -> str:
    return f'<span class="steer" title="U+{ord(found[0]):04X}">{found[0]}</span>'
