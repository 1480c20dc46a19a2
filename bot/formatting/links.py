"""Links to addresses."""

import re
from typing import Final
from urllib.parse import quote

# CommonMark, "Autolinks": what may stand between `<` and `>` and is a link to what it says.
_AUTOLINK: Final = re.compile(r"(?:https?|tg)://[^\s<>]+", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_ODD: Final = re.compile(r"[\s<>`\\\"^{}|\x00-\x1f\x7f]")
_MARKUP: Final = re.compile(r"[()]|&(?=#?\w+;)")


def autolink(text: str, address: str) -> str | None:
    """`<address>`, where the text is the address itself."""
    is_itself = text == address and _AUTOLINK.fullmatch(text)
    is_email = f"mailto:{text}" == address and _EMAIL.fullmatch(text)
    return f"<{text}>" if is_itself or is_email else None


def link(text: str, address: str) -> str:
    """`text` is Markdown already, and no footnote's name."""
    encoded = _ODD.sub(lambda odd: quote(odd[0], errors="replace"), address)
    destination = _MARKUP.sub(lambda mark: f"\\{mark[0]}", encoded)
    bracket = "[\\" if text.startswith("^") else "["
    return f"{bracket}{text}]({destination})"
