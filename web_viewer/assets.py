"""Style, script and icon: read once, and served under names that change with their content."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent / "static"
# One stylesheet for the reader; several files for us, in the order of the cascade.
_STYLES: Final = (
    "colours",
    "page",
    "controls",
    "code",
    "markdown",
    "changes",
    "once",
    "profile",
    "landing",
)
_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    name: str
    body: bytes

    @property
    def content_type(self) -> str:
        return _TYPES[Path(self.name).suffix]

    @property
    def hashed_name(self) -> str:
        stem, _, extension = self.name.rpartition(".")
        return f"{stem}.{sha256(self.body).hexdigest()[:12]}.{extension}"

    @property
    def path(self) -> str:
        return f"/static/{self.hashed_name}"


def _load() -> Mapping[str, Asset]:
    style = b"".join((STATIC / "styles" / f"{part}.css").read_bytes() for part in _STYLES)
    files = {file.name: file.read_bytes() for file in STATIC.iterdir() if file.is_file()}
    return {name: Asset(name, body) for name, body in {"site.css": style, **files}.items()}


ASSETS: Final = _load()
