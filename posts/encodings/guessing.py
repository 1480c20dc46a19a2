"""Guesses encodings by how likely the decoded text is."""

from dataclasses import dataclass
from functools import cache

from posts.encodings.likelihood import bits_of
from posts.encodings.sampling import SAMPLE_BYTES, sample
from posts.encodings.table import LEGACY, UTF_8, Encoding


@dataclass(frozen=True, slots=True)
class Guess:
    """A sample as decoded with an encoding. The fewer `bits` the text costs, the likelier it is.

    `bits_a_byte` is the cost divided by the size of the sample.
    """

    encoding: Encoding
    text: str
    bits: int
    bits_a_byte: float


def guesses(content: bytes) -> list[Guess]:
    """Decode a sample with each encoding, and return the likeliest first.

    UTF-8 is included, for the file may be damaged.
    """
    words = sample(content)
    texts = {encoding: _decode_sample(encoding, words) for encoding in (UTF_8, *LEGACY)}
    bits = _bits_by_text(texts)
    found = [
        Guess(encoding, text, bits[text], bits[text] / max(len(words), 1)) for encoding, text in texts.items()
    ]
    # Encodings with the same text stay in the table's order, the better known first.
    return sorted(found, key=lambda guess: guess.bits)


def _decode_sample(encoding: Encoding, words: bytes) -> str:
    # Only a long sample can end inside a character.
    text = encoding.decode_beginning(words) if len(words) >= SAMPLE_BYTES else encoding.decode(words)
    return encoding.decode_lossy(words) if text is None else text


def _bits_by_text(texts: dict[Encoding, str]) -> dict[str, int]:
    least: dict[str, int] = {}
    known = cache(bits_of)
    for encoding, text in texts.items():
        bits = known(text, encoding.languages, encoding.foreign) + encoding.rarity
        least[text] = min(least.get(text, bits), bits)
    return least
