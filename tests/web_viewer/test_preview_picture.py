"""The picture of a paste's first lines."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from posts.models import Terms, Visibility
from web_viewer.assets import STATIC
from web_viewer.listing.colours import CLASSES
from web_viewer.previews import palette
from web_viewer.previews.picture import draw_picture
from web_viewer.previews.preview import Card
from web_viewer.previews.text_grid import Piece, has_glyph, layout_line

PROGRAM = "import sys\n\n\ndef main():\n    print('привет', sys.argv)\n"
PATH = "/alice/main.py/preview.png"
SMALLEST_BAR = 100  # pixels
KEYWORD, STRING = palette.TOKEN_COLOURS["k"], palette.TOKEN_COLOURS["s"]


def drawn(text: str = "", title: str = "note", facts: str = "alice", language: str = "text") -> Image.Image:
    image = Image.open(BytesIO(draw_picture(Card(title, facts, language, text))))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    return image.convert("RGB")


def amount_of(colour: str, image: Image.Image) -> int:
    """Return how many pixels have nearly the colour: a file has only 64 colours."""
    wanted = tuple(bytes.fromhex(colour[1:]))
    colours = image.getcolors(1200 * 630) or []
    return sum(
        count
        for count, found in colours
        if isinstance(found, tuple)
        and max(abs(one - other) for one, other in zip(found, wanted, strict=True)) <= 12
    )


@pytest.fixture
async def program(alice):
    return await alice.publishes(PROGRAM, "main.py")


async def test_a_public_paste_has_a_picture_that_changes_with_it(alice, reader, program):
    answer = await reader.get(PATH)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/png")
    assert Image.open(BytesIO(answer.body)).size == (1200, 630)
    assert len(answer.body) < 40_000
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    head = await reader.asks("HEAD", PATH)
    assert (head.status, head.headers["Content-Type"], head.body) == (200, "image/png", b"")
    tag = answer.headers["ETag"]
    again = await reader.get(PATH, If_None_Match=tag)
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    await alice.revises(program, "other")
    edited = await reader.get(PATH, If_None_Match=tag)
    assert edited.status == 200
    await alice.calls_it(program, "text")
    assert (await reader.get(PATH, If_None_Match=edited.headers["ETag"])).status == 200
    await alice.makes(program, Visibility.PRIVATE)
    assert (await reader.get(PATH, If_None_Match=tag)).status == 404


async def test_the_picture_is_cached(reader, program, storage):
    """The text is deleted, so that the picture cannot be drawn again."""
    once = await reader.get(f"{PATH}?revision=1")
    await storage.delete(program.content_source)
    again = await reader.get(PATH)
    assert (again.status, again.body) == (200, once.body)


async def test_a_paste_that_is_not_public_has_none(alice, reader):
    for terms in (Terms(Visibility.UNLISTED), Terms(Visibility.PRIVATE), Terms(burn_after_read=True)):
        post = await alice.publishes(PROGRAM, "main.py", terms=terms)
        for query in ("", f"?key={alice.key_to(post)}"):
            assert (await reader.get(f"/{post.url}/preview.png{query}")).status == 404


async def test_a_long_text_has_a_picture(alice, reader):
    post = await alice.publishes("слово " * 500_000, "words")
    assert (await reader.get(f"/{post.url}/preview.png")).status == 200


def test_code_has_its_colours():
    coloured, plain = drawn(PROGRAM, language="python"), drawn(PROGRAM)
    for colour in (KEYWORD, STRING):
        assert amount_of(colour, coloured) > 300
        assert amount_of(colour, plain) < 100


def test_letters_of_the_typeface_are_drawn_and_others_are_bars():
    words = ("word", "слово", "λέξη", "żółw", "─│╔╗█", "→∞≤€₽№")
    for number, word in enumerate(words):
        for part in {("title", "facts", "text")[number % 3], "text"}:
            shown, bars = drawn(**{part: word}), drawn(**{part: "\u0b95" * len(word)})
            missing = amount_of(palette.MISSING_GLYPH, bars) - amount_of(palette.MISSING_GLYPH, shown)
            assert missing > SMALLEST_BAR, (part, word)
            assert shown.tobytes() != drawn(**{part: " "}).tobytes()
    without = amount_of(palette.MISSING_GLYPH, drawn())
    for word in ("漢字", "🎉", "👨‍👩‍👧", "שלום", "مرحبا", "हिन्दी", "\U000e0041a\u0b95"):
        assert amount_of(palette.MISSING_GLYPH, drawn(word)) > without + SMALLEST_BAR, word


def test_texts_that_look_the_same_have_the_same_picture():
    for one, other in (
        (("a\u202eb\x07c\u200bd\ufeff", "t\u2066u"), ("abcd", "tu")),
        (("a\r\nb\r\n",), ("a\nb\n",)),
        (("a\rb\r",), ("a\nb\n",)),
        (("e\u0301 и\u0306",), ("é й",)),
        (("x" * 100,), ("x" * 5_000,)),
        (("x\n" * 30,), ("x\n" * 3_000,)),
    ):
        assert drawn(*one).tobytes() == drawn(*other).tobytes(), one


_LANGUAGES = ["text", "python", "markdown", "html", "json", "diff", "a language of tomorrow"]


@settings(max_examples=60)
@given(st.text(max_size=300), st.text(max_size=120), st.sampled_from(_LANGUAGES))
def test_every_text_in_every_language_has_a_picture(text, title, language):
    drawn(f'{text}<b>+1</b> {{"a": [1]}}\n--- a\n+++ b\n', title, language=language)


def test_cells_are_joined_where_they_can_be_drawn_at_once():
    assert layout_line([("k", "if"), ("", " x"), ("", "y漢字!")], 9) == [
        Piece(0, 2, "k", "if"),
        Piece(2, 3, "", " xy"),
        Piece(5, 4, "", None),
    ]


def test_every_class_of_token_has_the_colour_of_the_pages_and_the_typeface_is_free_and_small():
    assert {*CLASSES, ""} == set(palette.TOKEN_COLOURS)
    by_day = (STATIC / "styles" / "colours.css").read_text().partition("}")[0]
    assert set(palette.TOKEN_COLOURS.values()) <= set(re.findall(r"#[0-9a-f]{6}", by_day))
    fonts = Path(palette.__file__).parent / "fonts"
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text()
    assert all(file.stat().st_size < 100_000 for file in fonts.iterdir())
    alphabet = "abcxyzABCXYZ0189абвъыьэюяАБВЁёїєґўλΩßñåøşłŻ«»„“”…—–•№₽€±×÷√≈≠│┼╬▓"
    assert [letter for letter in alphabet if not has_glyph(letter)] == []
