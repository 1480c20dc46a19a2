"""Hosts in addresses: real ones, local ones and placeholders."""

import re
from typing import Final

_HOST: Final = re.compile(r"\[[0-9a-fA-F:.]+\]|[^\s/:?#,;\"'`<>()\\]+")
# Either the name of a host in a local network, or a placeholder.
PROXY: Final = "proxy"
_DOMAIN: Final = re.compile(r"(?:[\w-]+\.)+[\w-]+|\[[0-9a-fA-F:.]+\]")
_PORT: Final = re.compile(r":(?i:port|порт|\$|\{|<)")
# This machine, the example domains of RFC 2606, placeholder words and templates.
_PLACEHOLDER: Final = re.compile(
    r"(?i)localhost|127\.[\d.]+|0\.0\.0\.0|\[::1\]|(?:[\w-]+\.)*(?:localhost|example|invalid)|"
    r"(?:[\w.-]+\.)?example\.(?:com|org|net)|(?:[\w.-]+\.)?(?:your|my)[_-]?(?:domain|host|server|site|company)"
    r"[\w.-]*|(?:db|my|the|some|your|server|proxy|remote)?[_-]?(?:host|hostname|server|servername|address|ip|domain"
    r"|endpoint)(?:\.com)?|(?:имя_?|адрес_?|ваш_?|мой_?)?(?:хост|сервер|адрес|домен|прокси)\w*|proxy|[$_{%].*|\[[^0-9a-fA-F:].*"
)
_TEMPLATE: Final = re.compile(r"[A-Z][A-Z_]+")


def find_host(address: str) -> str:
    """Return the host at the beginning, or an empty string; with its port if that is a word: `host:port`."""
    host = _HOST.match(address)
    if host is None:
        return ""
    port = _PORT.match(address, host.end())
    return host[0] + (port[0] if port else "")


def is_placeholder_host(host: str) -> bool:
    """Tell whether other people cannot reach the host: `localhost`, `example.org`, `HOST`, `host:port`."""
    return not host or bool(_PORT.search(host) or _PLACEHOLDER.fullmatch(host) or _TEMPLATE.fullmatch(host))


def is_local_name(host: str) -> bool:
    """Tell whether it is a name in a local network, such as a Compose service: `db`, `redis`."""
    return "." not in host and ":" not in host


def is_real_domain(host: str) -> bool:
    """Tell whether it is a domain or an IP address, and no placeholder."""
    return bool(_DOMAIN.fullmatch(host)) and not is_placeholder_host(host)
