"""The build of the viewer, with which cached pages are stored: a page of another build is not shown."""

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

# Another release of one of them may render the same text differently.
_RENDERERS: Final = ("fastpylight", "markdown-it-py", "mdit-py-plugins", "nh3", "pillow", "pygments")
_SUFFIXES: Final = frozenset({".py", ".html", ".css", ".js", ".svg", ".po", ".ttf"})


@cache
def build_digest(public_url: str) -> str:
    """Return a digest of our files, of the versions of renderers, and of our address, which pages contain."""
    digest = sha256(public_url.encode())
    for file in sorted(Path(__file__).parent.rglob("*")):
        if file.suffix in _SUFFIXES:
            digest.update(f"{file.name}\n".encode() + file.read_bytes())
    digest.update(" ".join(map(_version_of, _RENDERERS)).encode())
    return digest.hexdigest()[:16]


def _version_of(renderer: str) -> str:
    # fastpylight is not installed on every machine.
    try:
        return version(renderer)
    except PackageNotFoundError:
        return "none"
