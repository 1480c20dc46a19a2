"""Hosts that addresses lead to, or that stand for one."""

import re
from typing import Final

_HOST: Final = re.compile(r"\[[0-9a-fA-F:.]+\]|[^\s/:?#,;\"'`<>()\\]+")
# A name of a network's own, and a word that stands for one.
PROXY: Final = "proxy"
_DOMAIN: Final = re.compile(r"(?:[\w-]+\.)+[\w-]+|\[[0-9a-fA-F:.]+\]")
_PORT: Final = re.compile(r":(?i:port|порт|\$|\{|<)")
# This machine, what RFC 2606 keeps for examples, words and templates.
_NOWHERE: Final = re.compile(
    r"(?i)localhost|127\.[\d.]+|0\.0\.0\.0|\[::1\]|(?:[\w-]+\.)*(?:localhost|example|invalid)|"
    r"(?:[\w.-]+\.)?example\.(?:com|org|net)|(?:[\w.-]+\.)?(?:your|my)[_-]?(?:domain|host|server|site|company)"
    r"[\w.-]*|(?:db|my|the|some|your|server|proxy|remote)?[_-]?(?:host|hostname|server|servername|address|ip|domain"
    r"|endpoint)(?:\.com)?|(?:имя_?|адрес_?|ваш_?|мой_?)?(?:хост|сервер|адрес|домен|прокси)\w*|proxy|[$_{%].*|\[[^0-9a-fA-F:].*"
)
_TEMPLATE: Final = re.compile(r"[A-Z][A-Z_]+")


def host_in(following: str) -> str:
    """Takes what stands behind `@` or `://`; with its port where that is a word: `host:port`."""
    host = _HOST.match(following)
    if host is None:
        return ""
    port = _PORT.match(following, host.end())
    return host[0] + (port[0] if port else "")


def is_nowhere(host: str) -> bool:
    """Nobody can use what opens it: `localhost`, `example.org`, `HOST`, `host:port`."""
    return not host or bool(_PORT.search(host) or _NOWHERE.fullmatch(host) or _TEMPLATE.fullmatch(host))


def is_of_one_network(host: str) -> bool:
    """As a service of Compose is called: `db`, `redis`."""
    return "." not in host and ":" not in host


def is_domain(host: str) -> bool:
    """Or an address in numbers, where somebody is."""
    return bool(_DOMAIN.fullmatch(host)) and not is_nowhere(host)
