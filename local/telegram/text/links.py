"""Normalization of links as Telegram does it."""

from urllib.parse import SplitResult, urlsplit


def normalized(link: str) -> str | None:
    """Return the full URL; None where Telegram refuses it as a wrong HTTP URL, such as a bare "localhost"."""
    link = link.strip()
    if link.lower().startswith(("tg:", "ton:")):
        return link
    address = link if "://" in link else f"http://{link}"
    try:
        parts = urlsplit(address)
        usable = parts.port is None or parts.port > 0
    except ValueError:
        return None
    if not usable or parts.scheme not in ("http", "https") or not _is_host(parts) or " " in parts.netloc:
        return None
    return parts._replace(path=parts.path or "/").geturl()


def _is_host(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    return ":" in host or ("." in host and "" not in host.removesuffix(".").split("."))
