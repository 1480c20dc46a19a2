"""Highlighting of diffs and logs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web_viewer.listing.highlighting import highlight
from web_viewer.listing.plain_text import is_log

CHANGE = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n same\n-old\n+new\n\\ No newline\n"
LOG = "2026-11-24 17:09:24,123 ERROR [main] it broke\n2026-11-24T17:09:25Z info: fine\n"


def test_each_line_of_a_difference_has_one_colour():
    assert highlight(CHANGE, "diff") == [
        ("h", "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n"),
        ("", " same\n"),
        ("x", "-old\n"),
        ("i", "+new\n"),
        ("", "\\ No newline\n"),
    ]


def test_times_and_levels_of_a_log_stand_out():
    runs = highlight(LOG, "log")
    assert [run for run in runs if run[0]] == [
        ("n", "2026-11-24 17:09:24,123"),
        ("x", "ERROR"),
        ("n", "2026-11-24T17:09:25Z"),
        ("f", "info"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        LOG,
        "Nov 24 17:09:24 host sshd[1]: hi\n" * 3,
        "17:09:24 a\n17:09:25 b\n\n",
        "[2026-11-24 17:09] a\n" * 2,
    ],
)
def test_a_log_is_known_by_its_times(text):
    assert is_log(text)


@pytest.mark.parametrize(
    "text", ["", "2026-11-24 17:09 one line\n", "error\nerror\n", "Meet at 17:09:24\nor not\n"]
)
def test_what_has_no_times_at_its_beginnings_is_no_log(text):
    assert not is_log(text)


@given(st.text(st.sampled_from("+-@ \n2026:ERROR[]\té")), st.sampled_from(["diff", "log"]))
def test_no_text_is_changed(text, language):
    assert "".join(piece for _, piece in highlight(text, language)) == text


async def test_a_log_and_a_difference_are_shown_so(alice, reader):
    log, change = await alice.publishes(LOG, "server.log"), await alice.publishes(CHANGE, "x.diff")
    page = await reader.get(f"/{log.url}")
    assert '<span class="x">ERROR</span>' in page.text
    assert page.listing == LOG
    page = await reader.get(f"/{change.url}")
    assert '<pre class="listing diff"' in page.text
    assert page.listing == CHANGE
