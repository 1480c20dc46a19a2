"""Readable sizes."""

import pytest

from kernel.sizes import readable_size


@pytest.mark.parametrize(
    ("size", "english", "russian"),
    [
        (0, "0 bytes", "0 байт"),
        (1, "1 byte", "1 байт"),
        (2, "2 bytes", "2 байта"),
        (1_023, "1,023 bytes", "1 023 байта"),
        (1_024, "1 kB", "1 кБ"),
        (3_456, "3.4 kB", "3,4 кБ"),
        (1_023 * 1_024, "1,023 kB", "1 023 кБ"),
        (1_024 * 1_024 - 1, "1 MB", "1 МБ"),
        (4_608_890, "4.4 MB", "4,4 МБ"),
        (20 * 1_024 * 1_024, "20 MB", "20 МБ"),
    ],
)
def test_sizes(size: int, english: str, russian: str) -> None:
    said = [readable_size(size, language) for language in ("en", "ru")]
    assert [words.replace("\N{NO-BREAK SPACE}", " ") for words in said] == [english, russian]
