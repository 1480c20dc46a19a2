"""Addresses that Telegram makes clickable."""

import pytest

from kernel.address import PublicAddress


@pytest.mark.parametrize(
    "base",
    [
        "https://postebin.example.com",
        "http://example.org:8080",
        "http://8.8.8.8",
        "http://[2606:4700::1111]:8080",
    ],
)
def test_public_addresses_are_clickable(base: str) -> None:
    assert PublicAddress(base).is_clickable


@pytest.mark.parametrize(
    "base",
    [
        "http://localhost:8080",
        "http://postebin:8080",
        "http://postebin.localhost",
        "http://laptop.local",
        "http://web.internal",
        "http://127.0.0.1:8080",
        "http://192.168.1.5",
        "http://10.0.0.1:8080",
        "http://[::1]:8080",
    ],
)
def test_local_and_private_addresses_are_not_clickable(base: str) -> None:
    assert not PublicAddress(base).is_clickable


def test_paths_follow_the_base() -> None:
    assert PublicAddress("https://example.com").of("alice/note") == "https://example.com/alice/note"
