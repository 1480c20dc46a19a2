"""Plain texts: prose in a proportional font, and highlighting of diffs and logs."""

from hypothesis import given
from hypothesis import strategies as st

from web_viewer.listing.highlighting import highlight
from web_viewer.listing.plain_text import is_log, is_prose

CHANGE = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n same\n-old\n+new\n\\ No newline\n"
LOG = "2026-11-24 17:09:24,123 ERROR [main] it broke\n2026-11-24T17:09:25Z info: fine\n"


def test_sentences_are_prose_and_columns_logs_and_drawings_are_not():
    for text in (
        "Buy milk, bread and two lemons.",
        "Снег сошёл за одну ночь, и наутро двор было не узнать.\n\nВорона смотрела на это молча.\n",
        "שלום עולם\nמה שלומך?",
        "今日はとても暑いです。",
        "See https://example.org/a for the rest of this story, which is long.",
    ):
        assert is_prose(text), text
    for text in (
        *("name    size\nfile    12\n", "a\tb\n", "steps:\n  - one\n  - two\n", "x=1;y=2;print(x+y)"),
        *("2026-11-23 21:28:01,123 ERROR [main] 0x7f: failed (-1)", "+---+---+\n| a | b |\n+---+---+"),
    ):
        assert not is_prose(text), text


def test_each_line_of_a_difference_has_one_colour():
    assert highlight(CHANGE, "diff") == [
        ("h", "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n"),
        ("", " same\n"),
        ("x", "-old\n"),
        ("i", "+new\n"),
        ("", "\\ No newline\n"),
    ]


def test_times_and_levels_of_a_log_stand_out():
    times = [("n", "2026-11-24 17:09:24,123"), ("x", "ERROR"), ("n", "2026-11-24T17:09:25Z"), ("f", "info")]
    assert [run for run in highlight(LOG, "log") if run[0]] == times


def test_a_log_is_recognized_by_times_at_the_beginnings_of_its_lines():
    for text in (
        *(LOG, "Nov 24 17:09:24 host sshd[1]: hi\n" * 3, "17:09:24 a\n17:09:25 b\n\n"),
        "[2026-11-24 17:09] a\n" * 2,
    ):
        assert is_log(text), text
    for text in ("", "2026-11-24 17:09 one line\n", "error\nerror\n", "Meet at 17:09:24\nor not\n"):
        assert not is_log(text), text


@given(st.text(st.sampled_from("+-@ \n2026:ERROR[]\té")), st.sampled_from(["diff", "log"]))
def test_no_text_is_changed(text, language):
    assert "".join(piece for _, piece in highlight(text, language)) == text


async def test_the_pages_of_a_log_and_a_difference_are_highlighted(alice, reader):
    log, change = await alice.publishes(LOG, "server.log"), await alice.publishes(CHANGE, "x.diff")
    page = await reader.get(f"/{log.url}")
    assert '<span class="x">ERROR</span>' in page.text
    assert page.listing == LOG
    page = await reader.get(f"/{change.url}")
    assert '<pre class="listing diff"' in page.text
    assert page.listing == CHANGE
