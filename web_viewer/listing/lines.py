"""Lines of code as HTML."""

from collections.abc import Iterable, Iterator
from html import escape

from markupsafe import Markup

from web_viewer.listing.highlighting import Run


def numbered_lines(runs: Iterable[Run]) -> Markup:
    """Each line is an element, `#L10`, that ends with its line feed: so copying gives the exact text.

    Its number is the stylesheet's work, and so is never copied; the link around it is for the pointer only.
    """
    rows = (
        f'<span id="L{number}"><a href="#L{number}" tabindex="-1" aria-hidden="true"></a>{line}</span>'
        for number, line in enumerate(_lines(runs), start=1)
    )
    return Markup("".join(rows))  # noqa: S704 - `coloured` has escaped the text


def _lines(runs: Iterable[Run]) -> Iterator[str]:
    line = ""
    for colour, text in runs:
        *ended, rest = text.split("\n")
        for piece in ended:
            yield f"{line}{coloured(colour, piece)}\n"
            line = ""
        line += coloured(colour, rest)
    if line:
        yield line


def coloured(colour: str, text: str) -> str:
    """HTML."""
    escaped = escape(text, quote=False)
    return f'<span class="{colour}">{escaped}</span>' if colour and text else escaped
