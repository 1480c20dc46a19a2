"""Addresses that Telegram makes clickable."""

import pytest

from kernel.address import PublicAddress

CLICKABLE = (
    "https://postebin.example.com http://example.org:8080 http://8.8.8.8 http://[2606:4700::1111]:8080"
)
LOCAL = """
    http://localhost:8080 http://postebin:8080 http://postebin.localhost http://laptop.local http://web.internal
    http://127.0.0.1:8080 http://192.168.1.5 http://10.0.0.1:8080 http://[::1]:8080
"""


@pytest.mark.parametrize(
    ("base", "is_clickable"),
    [*((base, True) for base in CLICKABLE.split()), *((base, False) for base in LOCAL.split())],
)
def test_only_public_addresses_are_clickable(base, is_clickable):
    assert PublicAddress(base).is_clickable is is_clickable


def test_paths_follow_the_base():
    assert PublicAddress("https://example.com").of("alice/note") == "https://example.com/alice/note"
