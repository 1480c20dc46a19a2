"""Colours have a contrast of 4.5 to 1 (WCAG 2.2, 1.4.3)."""

import re
from itertools import product

from web_viewer.assets import STATIC
from web_viewer.listing.colours import CLASSES

_CODE = (STATIC / "styles" / "code.css").read_text()
_LIGHT, _DARK = ((STATIC / "styles" / f"{name}.css").read_text() for name in ("colours", "dark"))
_TOKENS = re.findall(r"^\.[a-z]+ \{ color: var\(--([a-z]+)\)", _CODE, re.MULTILINE)
_PAIRS = [
    *product(["ink", "quiet", "link"], ["paper", "sheet"]),
    *product(["ink", *_TOKENS], ["sheet", "target"]),
    ("inserted", "added"),
    ("deleted", "removed"),
    *product(["ink", "quiet"], ["added", "removed"]),
    *product(["ink"], ["gain", "loss"]),
    *product(["paper"], ["link", "ink"]),
]


def colours(part: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z]+): #([0-9a-f]{6})", part))


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(int(colour[start : start + 2], 16) / 255) for start in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_text_stands_out_from_its_background_in_both_themes():
    for theme in (_LIGHT, _DARK):
        known = colours(theme)
        for text, background in _PAIRS:
            assert contrast(known[text], known[background]) >= 4.5, (text, background)
    assert colours(_LIGHT).keys() == colours(_DARK).keys()


def test_every_class_of_a_token_has_a_style_and_the_other_way_round():
    assert set(re.findall(r"^\.([a-z]{1,2}) \{", _CODE, re.MULTILINE)) == CLASSES
