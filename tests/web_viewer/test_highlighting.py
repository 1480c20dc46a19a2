"""Highlighting never changes the text, in any language."""

import subprocess
import sys
from html import unescape
from itertools import pairwise
from re import sub

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygments.lexers import get_all_lexers

from tests.local.process_tree import environment
from web_viewer.listing import grammars
from web_viewer.listing.colours import PLAIN
from web_viewer.listing.grammars import GRAMMARS, has_grammar, tokens
from web_viewer.listing.highlighting import MAX_HIGHLIGHTED_CHARACTERS, highlight
from web_viewer.listing.lines import numbered_lines

LANGUAGES = sorted(aliases[0] for _, aliases, _, _ in get_all_lexers() if aliases)
with_grammars = pytest.mark.skipif(grammars.fastpylight is None, reason="not built for this Python")
SAMPLE = (
    """
/* a comment */ # another
def f(x: int) -> "str":\n\treturn `x` + 'y' % {"key": [1.5e3, 0xFF]} // <b attr="v">&amp;</b>
--- a
+++ b
$ prompt; -- sql {{ template }} <?php echo 1 ?>  \\begin{x}
"""
    + "no line feed at the end: 'open"
)


def text_of(markup: str) -> str:
    return unescape(sub(r"<[^>]+>", "", markup))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_changes_the_text(language):
    runs = highlight(SAMPLE, language)
    assert "".join(text for _, text in runs) == SAMPLE
    assert text_of(numbered_lines(runs)) == SAMPLE


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        ["python", "html", "bash", "c", "json", "markdown", "yaml", "diff", "php", "text", "rst"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\0\ufeff")) | st.text("<>&'\"/*#{}\\\n\t ab1"),
)
def test_no_text_is_changed(language, text):
    assert text_of(numbered_lines(highlight(text, language))) == text


def test_neighbours_of_one_colour_are_one_run():
    colours = [colour for colour, _ in highlight(SAMPLE, "python")]
    assert all(colour != following for colour, following in pairwise(colours))


def test_a_token_over_several_lines_is_closed_and_opened_on_each():
    rows = numbered_lines(highlight('x = """one\n\ntwo"""\n', "python")).split("</span><span id=")
    assert rows[0].endswith('<span class="s">"""one</span>\n')
    assert rows[1].endswith("</a>\n")
    assert rows[2].endswith('<span class="s">two"""</span>\n</span>')


def test_what_is_too_long_stays_plain():
    text = "x = 1\n" * (MAX_HIGHLIGHTED_CHARACTERS // 6 + 1)
    assert highlight(text, "python") == [(PLAIN, text)]


def test_an_unknown_language_is_plain():
    assert highlight("x = 1", "no such language") == [(PLAIN, "x = 1")]


def test_a_text_made_to_be_slow_is_given_up():
    assert highlight("x = 1\n", "python", time_limit_seconds=0) == [(PLAIN, "x = 1\n")]


@with_grammars
@pytest.mark.parametrize("language", sorted(set(GRAMMARS)))
def test_every_grammar_works_and_gives_colours(language):
    assert has_grammar(language)
    assert "".join(text for _, text in tokens(SAMPLE, language)) == SAMPLE
    assert len({colour for colour, _ in tokens(SAMPLE, language)}) > 2


@pytest.mark.parametrize(
    ("language", "piece", "colour"),
    [
        ("python", "def", "k"),
        ("python", "not", "k"),
        ("python", '"🌍 é"', "s"),
        ("javascript", "// שלום", "c"),
        ("c", "0x1f", "n"),
        ("html", "body", "k"),
        ("sql", "SELECT", "k"),
    ],
)
def test_grammars_colour_as_pygments_does(language, piece, colour):
    text = {
        "python": 'x = not "🌍 é"\ndef f(): pass\n',
        "javascript": "let é = 1; // שלום\n",
        "c": "int x = 0x1f;\n",
        "html": "<body>🌍</body>\n",
        "sql": "SELECT '🌍' FROM t;\n",
    }[language]
    assert (colour, piece) in highlight(text, language)


def test_without_the_grammars_pygments_does_their_work():
    """On some machines and Pythons there are no grammars."""
    program = """
import sys
sys.modules["fastpylight"] = None
from web_viewer.listing.grammars import has_grammar
from web_viewer.listing.highlighting import highlight
print(has_grammar("python"), ("k", "import") in highlight("import os", "python"))
"""
    done = subprocess.run(
        (sys.executable, "-c", program), env=environment(), stdout=-1, text=True, check=True
    )
    assert done.stdout == "False True\n"
