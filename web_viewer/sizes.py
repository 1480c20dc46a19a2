"""Sizes as people write them."""

from babel.units import format_unit

from kernel.phrases import Words


def readable_size(size: int, words: Words) -> str:
    """`size` in bytes; 3_456 → `3.5 kB`."""
    if size < 1_000:
        return words.plain("size-in-bytes", count=size)
    if size < 1_000_000:
        return format_unit(size / 1_000, "digital-kilobyte", "short", "#,##0.#", words.language)
    return format_unit(size / 1_000_000, "digital-megabyte", "short", "#,##0.#", words.language)
