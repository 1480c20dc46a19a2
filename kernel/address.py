"""The public address of the viewer, to which all links of the bot and of pages lead."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """The address of the viewer. `base` is `PUBLIC_URL` without a trailing slash."""

    base: str

    def of(self, path: str) -> str:
        """Return the URL of a path, which has no leading slash."""
        return f"{self.base}/{path}"

    @property
    def is_clickable(self) -> bool:
        """Return whether Telegram makes links to it clickable: not to local names or private addresses."""
        host = urlsplit(self.base).hostname or ""
        try:
            return ip_address(host).is_global
        except ValueError:
            return "." in host and not host.endswith((".localhost", ".local", ".internal"))
