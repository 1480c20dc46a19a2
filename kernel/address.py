"""Where people reach the viewer, and whether Telegram lets them tap on it."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """`base` is `PUBLIC_URL`, without a slash at its end."""

    base: str

    def of(self, path: str) -> str:
        return f"{self.base}/{path}"

    @property
    def is_clickable(self) -> bool:
        """Telegram refuses buttons to `localhost` and bare hosts; nobody else could open a private one."""
        host = urlsplit(self.base).hostname or ""
        try:
            return ip_address(host).is_global
        except ValueError:
            return "." in host and not host.endswith((".localhost", ".local", ".internal"))
