"""Which encodings may be meant, where nothing says it."""

from dataclasses import dataclass
from functools import cache

from posts.encodings.likelihood import bits_of
from posts.encodings.sampling import ENOUGH, sample
from posts.encodings.table import LEGACY, UTF_8, Encoding


@dataclass(frozen=True, slots=True)
class Guess:
    """`bits` are what the text costs: the fewer, the likelier."""

    encoding: Encoding
    text: str
    bits: int
    bits_a_byte: float


def guesses(content: bytes) -> list[Guess]:
    """The likeliest first; the text is of a sample. UTF-8 is among them: a file may be damaged."""
    words = sample(content)
    texts = {encoding: _text(encoding, words) for encoding in (UTF_8, *LEGACY)}
    bits = _bits(texts)
    found = [
        Guess(encoding, text, bits[text], bits[text] / max(len(words), 1)) for encoding, text in texts.items()
    ]
    # Of those that read the same, the table's order tells the better known.
    return sorted(found, key=lambda guess: guess.bits)


def _text(encoding: Encoding, words: bytes) -> str:
    # Only a long sample may end inside a character.
    text = encoding.begin(words) if len(words) >= ENOUGH else encoding.read(words)
    return encoding.mend(words) if text is None else text


def _bits(texts: dict[Encoding, str]) -> dict[str, int]:
    least: dict[str, int] = {}
    known = cache(bits_of)
    for encoding, text in texts.items():
        bits = known(text, encoding.languages, encoding.foreign) + encoding.rarity
        least[text] = min(least.get(text, bits), bits)
    return least
