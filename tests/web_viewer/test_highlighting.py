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
_FREQUENT = ["python", "html", "bash", "c", "json", "markdown", "yaml", "diff", "php", "text", "rst"]


def text_of(markup: str) -> str:
    return unescape(sub(r"<[^>]+>", "", markup))


def test_no_language_changes_the_text():
    changed = []
    for language in LANGUAGES:
        runs = highlight(SAMPLE, language)
        if not "".join(text for _, text in runs) == text_of(numbered_lines(runs)) == SAMPLE:
            changed.append(language)
    assert changed == []
    assert len(LANGUAGES) > 500


@settings(max_examples=150)
@given(
    st.sampled_from(_FREQUENT),
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


def test_long_texts_unknown_languages_and_slow_texts_are_plain():
    long = "x = 1\n" * (MAX_HIGHLIGHTED_CHARACTERS // 6 + 1)
    assert highlight(long, "python") == [(PLAIN, long)]
    assert highlight("x = 1", "no such language") == [(PLAIN, "x = 1")]
    assert highlight("x = 1\n", "python", time_limit_seconds=0) == [(PLAIN, "x = 1\n")]


@pytest.mark.skipif(grammars.fastpylight is None, reason="not built for this Python")
def test_every_grammar_works_and_gives_colours():
    for language in set(GRAMMARS):
        assert has_grammar(language), language
        runs = list(tokens(SAMPLE, language))
        assert "".join(text for _, text in runs) == SAMPLE, language
        assert len({colour for colour, _ in runs}) > 2, language


@pytest.mark.parametrize(
    ("language", "text", "runs"),
    [
        ("python", 'x = not "🌍 é"\ndef f(): pass\n', [("k", "def"), ("k", "not"), ("s", '"🌍 é"')]),
        ("javascript", "let é = 1; // שלום\n", [("c", "// שלום")]),
        ("c", "int x = 0x1f;\n", [("n", "0x1f")]),
        ("html", "<body>🌍</body>\n", [("k", "body")]),
        ("sql", "SELECT '🌍' FROM t;\n", [("k", "SELECT")]),
    ],
)
def test_grammars_colour_as_pygments_does(language, text, runs):
    assert set(runs) <= set(highlight(text, language))


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
