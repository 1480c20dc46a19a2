"""Which version of the viewer this is: pages that another one has made are not shown."""

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

# Their releases make other pages of the same text.
_RENDERERS: Final = ("fastpylight", "markdown-it-py", "mdit-py-plugins", "nh3", "pillow", "pygments")
_SUFFIXES: Final = frozenset({".py", ".html", ".css", ".js", ".svg", ".po", ".ttf"})


@cache
def build(public_url: str) -> str:
    """Pages tell others where they are, so another address makes other pages, too."""
    digest = sha256(public_url.encode())
    for file in sorted(Path(__file__).parent.rglob("*")):
        if file.suffix in _SUFFIXES:
            digest.update(f"{file.name}\n".encode() + file.read_bytes())
    digest.update(" ".join(map(_version_of, _RENDERERS)).encode())
    return digest.hexdigest()[:16]


def _version_of(renderer: str) -> str:
    """Some are not there on every machine."""
    try:
        return version(renderer)
    except PackageNotFoundError:
        return "none"
