"""Pastes that can be read once as a file, which a text that is too long for a page always is."""

import pytest

from posts.models import Terms

ONCE = Terms(burn_after_read=True)


@pytest.mark.parametrize("what", ["/raw", "/download"])
async def test_a_press_can_give_the_exact_bytes(alice, reader, what):
    post = await alice.publishes("\ufeffone\r\ntwo", "letter.txt", terms=ONCE)
    answer = await reader.presses(f"/{post.url}{what}")
    assert answer.body == "\ufeffone\r\ntwo".encode()
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert ("attachment" in answer.headers.get("Content-Disposition", "")) == (what == "/download")
    assert (await reader.presses(f"/{post.url}{what}")).status == 410


@pytest.mark.parametrize("body", ["x" * 1_000_001, "\n" * 20_002 + "x", "\r" * 20_002 + "x"])
async def test_what_a_page_could_not_hold_comes_as_a_file_and_whole(alice, reader, body):
    post = await alice.publishes(body, "long", terms=ONCE)
    answer = await reader.presses(f"/{post.url}")
    assert answer.text == body
    assert "attachment" in answer.headers["Content-Disposition"]


async def test_its_page_says_so_before(alice, reader):
    post = await alice.publishes("x" * 1_000_001, "long", terms=ONCE)
    page = await reader.get(f"/{post.url}")
    assert "It is 976.6 kB, too long for a page" in page.words
    assert "Open now" not in page.words
    assert "Download as a file" in page.words
