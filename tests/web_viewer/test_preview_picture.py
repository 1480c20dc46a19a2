"""The picture of a paste's first lines."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from posts.models import Post, Terms, Visibility
from tests.web_viewer.authors import Author
from tests.web_viewer.reader import Answer
from web_viewer.assets import STATIC
from web_viewer.listing.colours import CLASSES
from web_viewer.previews import palette
from web_viewer.previews.picture import draw_picture
from web_viewer.previews.preview import Card
from web_viewer.previews.text_grid import Piece, has_glyph, layout_line

PROGRAM = "import sys\n\n\ndef main():\n    print('привет', sys.argv)\n"
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


def opened(answer: Answer) -> Image.Image:
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/png")
    return Image.open(BytesIO(answer.body))


@pytest.fixture
async def program(alice: Author) -> Post:
    return await alice.publishes(PROGRAM, "main.py")


async def test_a_public_paste_has_one(reader, program):
    answer = await reader.get("/alice/main.py/preview.png")
    assert opened(answer).size == (1200, 630)
    assert len(answer.body) < 40_000
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


async def test_its_address_has_one_spelling(reader, program):
    answer = await reader.get("/Alice/main.py/Preview.PNG/")
    assert (answer.status, answer.headers["Location"]) == (301, "/alice/main.py/preview.png")


async def test_it_is_drawn_once_for_whoever_has_it(alice, reader, program):
    tag = (await reader.get("/alice/main.py/preview.png")).headers["ETag"]
    again = await reader.get("/alice/main.py/preview.png", If_None_Match=tag)
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    await alice.revises(program, "other")
    edited = await reader.get("/alice/main.py/preview.png", If_None_Match=tag)
    assert edited.status == 200
    await alice.calls_it(program, "text")
    recoloured = await reader.get("/alice/main.py/preview.png", If_None_Match=edited.headers["ETag"])
    assert recoloured.status == 200


async def test_the_picture_is_cached(alice, reader, program, storage):
    """The text is deleted, so that the picture cannot be drawn again."""
    drawn_once = await reader.get("/alice/main.py/preview.png?revision=1")
    await storage.delete(program.content_source)
    kept = await reader.get("/alice/main.py/preview.png")
    assert (kept.status, kept.body) == (200, drawn_once.body)


async def test_a_program_may_ask_whether_there_is_one(reader, program):
    answer = await reader.asks("HEAD", "/alice/main.py/preview.png")
    assert (answer.status, answer.headers["Content-Type"], answer.body) == (200, "image/png", b"")


@pytest.mark.parametrize(
    "terms",
    [Terms(Visibility.UNLISTED), Terms(Visibility.PRIVATE), Terms(burn_after_read=True)],
    ids=["unlisted", "private", "read once"],
)
async def test_a_paste_that_is_not_public_has_none(alice, reader, terms):
    post = await alice.publishes(PROGRAM, "main.py", terms=terms)
    for query in ("", f"?key={alice.key_to(post)}"):
        assert (await reader.get(f"/{post.url}/preview.png{query}")).status == 404


async def test_a_hidden_paste_has_none_any_more(alice, reader, program):
    tag = (await reader.get("/alice/main.py/preview.png")).headers["ETag"]
    hidden = await alice.makes(program, Visibility.PRIVATE)
    assert (await reader.get(f"/{hidden.url}/preview.png", If_None_Match=tag)).status == 404


async def test_a_paste_that_has_ended_says_so(alice, reader, program):
    await alice.house.damage(
        "UPDATE posts.posts SET expires_at = :end", end=datetime.now(UTC) - timedelta(seconds=1)
    )
    assert (await reader.get("/alice/main.py/preview.png")).status == 410


async def test_an_old_address_leads_to_the_new(alice, reader, program):
    await alice.renames(program, "again.py")
    answer = await reader.get("/alice/main.py/preview.png?revision=1")
    assert answer.headers["Location"] == "/alice/again.py/preview.png?revision=1"


async def test_a_long_text_costs_no_more(alice, reader):
    post = await alice.publishes("слово " * 500_000, "words")
    opened(await reader.get(f"/{post.url}/preview.png"))


def test_code_has_its_colours():
    coloured, plain = drawn(PROGRAM, language="python"), drawn(PROGRAM)
    for colour in (KEYWORD, STRING):
        assert amount_of(colour, coloured) > 300
        assert amount_of(colour, plain) < 100


@pytest.mark.parametrize("part", ["title", "facts", "text"])
@pytest.mark.parametrize("word", ["word", "слово", "λέξη", "żółw", "─│╔╗█", "→∞≤€₽№"])
def test_it_shows_what_there_is_to_show(part, word):
    shown, bars = drawn(**{part: word}), drawn(**{part: "\u0b95" * len(word)})
    assert amount_of(palette.MISSING_GLYPH, shown) < amount_of(palette.MISSING_GLYPH, bars) - SMALLEST_BAR
    assert shown.tobytes() != drawn(**{part: " "}).tobytes()


@pytest.mark.parametrize("word", ["漢字", "🎉", "👨‍👩‍👧", "שלום", "مرحبا", "हिन्दी", "\U000e0041a\u0b95"])
def test_letters_that_the_typeface_lacks_are_bars(word):
    assert (
        amount_of(palette.MISSING_GLYPH, drawn(word))
        > amount_of(palette.MISSING_GLYPH, drawn()) + SMALLEST_BAR
    )


def test_marks_of_direction_and_controls_are_not_drawn():
    assert drawn("a\u202eb\x07c\u200bd\ufeff", "t\u2066u").tobytes() == drawn("abcd", "tu").tobytes()


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_kind_of_line_end_ends_a_line(end):
    assert drawn(f"a{end}b{end}").tobytes() == drawn("a\nb\n").tobytes()


def test_a_composed_letter_is_one_letter():
    assert drawn("e\u0301 и\u0306").tobytes() == drawn("é й").tobytes()


def test_what_has_no_room_is_left_out():
    assert drawn("x" * 100).tobytes() == drawn("x" * 5_000).tobytes()
    assert drawn("x\n" * 30).tobytes() == drawn("x\n" * 3_000).tobytes()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=120))
def test_whatever_is_written_there_is_a_picture(text, title):
    drawn(text, title, language="python")


@pytest.mark.parametrize("language", ["text", "markdown", "html", "json", "diff", "a language of tomorrow"])
def test_whatever_it_is_written_in_there_is_a_picture(language):
    drawn('<b>+1</b> {"a": [1]}\n--- a\n+++ b\n', language=language)


def test_cells_are_joined_where_they_can_be_drawn_at_once():
    assert layout_line([("k", "if"), ("", " x"), ("", "y漢字!")], 9) == [
        Piece(0, 2, "k", "if"),
        Piece(2, 3, "", " xy"),
        Piece(5, 4, "", None),
    ]


def test_every_class_of_token_has_the_colour_that_pages_give_it():
    assert {*CLASSES, ""} == set(palette.TOKEN_COLOURS)
    by_day = (STATIC / "styles" / "colours.css").read_text().partition("}")[0]
    assert set(palette.TOKEN_COLOURS.values()) <= set(re.findall(r"#[0-9a-f]{6}", by_day))


def test_the_typeface_is_ours_to_give_and_small():
    fonts = Path(palette.__file__).parent / "fonts"
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text()
    assert all(file.stat().st_size < 100_000 for file in fonts.iterdir())
    alphabet = "abcxyzABCXYZ0189абвъыьэюяАБВЁёїєґўλΩßñåøşłŻ«»„“”…—–•№₽€±×÷√≈≠│┼╬▓"
    assert [letter for letter in alphabet if not has_glyph(letter)] == []
