"""Stylesheet, scripts and icon: read at start, and served under names that contain a hash of the content."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

from web_viewer.http.bodies import Bodies

STATIC: Final = Path(__file__).parent / "static"
# They are joined into one stylesheet and one script, in this order.
_STYLES: Final = (
    "colours",
    "dark",
    "page",
    "controls",
    "code",
    "markdown",
    "data",
    "changes",
    "once",
    "profile",
    "landing",
)
_SCRIPTS: Final = (
    "notices",
    "clipboard",
    "copying",
    "parts",
    "lines",
    "wrapping",
    "dates",
    "themes",
    "languages",
    "printing",
    "keys",
)
# Never for print. The first applies if the system is dark and the reader has not chosen light.
_DARK_ROOTS: Final = (
    (b'@media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"])', b"}\n"),
    (b'@media screen { :root[data-theme="dark"]', b"}\n"),
)
_CONTENT_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """A file that browsers may keep forever: the name in its `path` changes with its content."""

    name: str
    body: bytes

    @cached_property
    def bodies(self) -> Bodies:
        return Bodies.of(self.body)

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[Path(self.name).suffix]

    @property
    def hashed_name(self) -> str:
        stem, _, extension = self.name.rpartition(".")
        return f"{stem}.{sha256(self.body).hexdigest()[:12]}.{extension}"

    @property
    def path(self) -> str:
        return f"/static/{self.hashed_name}"


def _style(part: str) -> bytes:
    css = (STATIC / "styles" / f"{part}.css").read_bytes()
    return b"".join(css.replace(b":root", root) + end for root, end in _DARK_ROOTS) if part == "dark" else css


def _minified(name: str, source: bytes) -> bytes:
    """Remove indentation and comments on lines of their own, which are a third of the source."""
    if name.endswith(".css"):
        source = re.sub(rb"/\*.*?\*/", b"", source, flags=re.DOTALL)
    lines = (line.strip() for line in source.split(b"\n"))
    return b"".join(line + b"\n" for line in lines if line and not line.startswith(b"//"))


def _load() -> Mapping[str, Asset]:
    style = b"".join(_style(part) for part in _STYLES)
    script = b"".join((STATIC / "scripts" / f"{part}.js").read_bytes() for part in _SCRIPTS)
    files = {file.name: file.read_bytes() for file in STATIC.iterdir() if file.is_file()}
    whole = {"site.css": style, "site.js": script, **files}
    return {name: Asset(name, _minified(name, body)) for name, body in whole.items()}


ASSETS: Final = _load()
