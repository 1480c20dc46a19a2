"""Requests that no browser sends, generated with a fixed seed."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from tests.web_viewer.fuzz_words import METHODS, NAMES, OTHER, QUERIES, SAID, SLUGS, UNDER, VALUES


@dataclass(frozen=True, slots=True)
class Request:
    """A random request. `ends`: the connection cannot be used after it."""

    method: bytes
    whole: bytes
    ends: bool


def requests(count: int, seed: int) -> Iterator[Request]:
    chance = random.Random(seed)  # noqa: S311 - nothing here is secret
    for _ in range(count):
        yield _request(chance)


def _request(chance: random.Random) -> Request:
    method, path = chance.choice(METHODS), _path(chance)
    if method == b"POST" and chance.random() < 0.2:
        path = b"/alice/once"
    version = b"HTTP/1.0" if chance.random() < 0.05 else b"HTTP/1.1"
    target = path + _query(chance)
    lines = [method + b" " + target + b" " + version]
    if chance.random() < 0.97:
        lines.append(b"Host: " + (b"viewer" if chance.random() < 0.9 else chance.choice(SAID)))
    if method == b"POST" and b"once" in unquote_to_bytes(unquote_to_bytes(path)).lower():
        lines.append(b"Sec-Fetch-Site: cross-site")  # else it would rightly be opened
    for _ in range(chance.choice((0, 0, 1, 1, 2, 5))):
        lines.append(chance.choice(NAMES) + b": " + _said(chance))
    if chance.random() < 0.02:
        lines.append(b"If-None-Match: *")
    body = b""
    if chance.random() < 0.03:
        body = chance.randbytes(chance.choice((0, 3, 900, 5_000)))
        lines.append(b"Content-Length: %d" % len(body))
    return Request(method, b"\r\n".join([*lines, b"", body]), version == b"HTTP/1.0" or bool(body))


def _path(chance: random.Random) -> bytes:
    kind = chance.random()
    if kind < 0.15:
        path = chance.choice(OTHER)
    elif kind < 0.35:
        path = chance.choice((b"/alice", b"/alice.atom", b"/oembed"))
    else:
        path = b"/alice/" + chance.choice(SLUGS) + chance.choice(UNDER)
    return _spoilt(path, chance) if chance.random() < 0.2 else path


def _spoilt(path: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(path) + 1)
    odd = chance.choice(
        (
            *(b"%00", b"%2f", b"%2e%2e/", b"%ff", b"%c0%ae", b"%ed%a0%80", b"%", b"%u0041", b"\xff", b"\x01"),
            *(b"\x7f", b"..", b"./", b"//", b";a=b", b"\\", "я".encode(), b"%D1%8F", b"a" * 5_000, b"%2500"),
            *(b"#x", path[at : at + 1].upper(), b"%0d%0a", b"~", b"{}"),
            chance.randbytes(4).translate(None, b" \r\n\t"),
        )
    )
    if chance.random() < 0.2 and at < len(path):
        return path[:at] + b"%%%02x" % path[at] + path[at + 1 :]
    return path[:at] + odd + path[at:]


def _query(chance: random.Random) -> bytes:
    if chance.random() < 0.4:
        return b""
    pairs = [
        chance.choice(QUERIES) + b"=" + re.sub(rb"[ \r\n]", b"+", chance.choice(VALUES))
        for _ in range(chance.choice((1, 1, 1, 2, 4)))
    ]
    return b"?" + b"&".join(pairs)


def _said(chance: random.Random) -> bytes:
    if chance.random() < 0.95:
        return chance.choice(SAID)
    return chance.randbytes(chance.randrange(40)).translate(None, b"\r\n")
