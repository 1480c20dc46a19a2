"""A version of a paste: its changes, side by side, whole, and raw."""

import re

import pytest

from tests.web_viewer.reader import Answer
from tests.web_viewer.versions import FIRST, SECOND, THIRD


def rows(page: Answer) -> list[tuple[str, str]]:
    """Return the kind of each line that is shown (`old`, `new`, `same`), and its text."""
    found = re.findall(r'<tr class="(old|new|same)">.*?<td>(.*?)</td></tr>', page.text, re.DOTALL)
    return [(kind, re.sub(r"<[^>]+>", "", text)) for kind, text in found]


async def test_a_version_shows_what_changed(program, reader):
    page = await reader.get(f"/{program.url}/history/2")
    assert page.status == 200
    assert rows(page) == [
        ("same", "def f(a):"),
        ("old", "    return a"),
        ("new", "    return a + 1"),
        ("same", ""),
        ("same", ""),
        ("same", "def g(b):"),
        ("same", "    return b"),
    ]
    assert "<ins>    return a<mark> + 1</mark></ins>" in page.text


async def test_lines_have_their_numbers_in_both_versions(program, reader):
    page = await reader.get(f"/{program.url}/history/3")
    number = r'<td class="n"(?: data-n="(\d+)")?></td>'
    assert re.findall(rf'<tr class="(\w+)">{number}{number}', page.text) == [
        *(("same", str(line), str(line)) for line in range(1, 5)),
        *(("new", "", str(line)) for line in range(5, 8)),
        *(("same", str(line), str(line + 3)) for line in range(5, 7)),
        ("new", "", "10"),
    ]


async def test_side_by_side(program, reader):
    page = await reader.get(f"/{program.url}/history/2?view=split")
    assert re.search(
        r'<td class="n old" data-n="2"></td><td class="old"><del>    return a</del></td>\s*'
        r'<td class="n new" data-n="2"></td><td class="new"><ins>    return a<mark> \+ 1</mark></ins></td>',
        page.text,
    )


async def test_the_whole_text_of_a_version(program, reader):
    page = await reader.get(f"/{program.url}/history/2?view=text")
    assert page.listing == SECOND
    assert '<span class="k">def</span>' in page.text


async def test_a_text_is_shown_in_the_language_that_it_was_in(alice, program, reader):
    post = await alice.formats(program, "def is a word of Python")
    page = await reader.get(f"/{post.url}/history/2?view=text")
    assert '<span class="k">def</span>' in page.text
    page = await reader.get(f"/{post.url}/history/{post.revision}?view=text")
    assert '<span class="k">def</span>' not in page.text


async def test_a_text_of_which_nobody_knows_the_language_is_shown_in_the_pastes(alice, program, reader):
    await alice.house.damage("UPDATE posts.revisions SET language = NULL, format = NULL")
    page = await reader.get(f"/{program.url}/history/2?view=text")
    assert '<span class="k">def</span>' in page.text


@pytest.mark.parametrize("view", ["", "?view=split", "?view=text"])
async def test_the_first_version_is_shown_whole(program, reader, view):
    page = await reader.get(f"/{program.url}/history/1{view}")
    assert page.listing == FIRST
    assert 'rel="prev"' not in page.text


async def test_a_view_that_there_is_not_is_the_usual_one(program, reader):
    usual = await reader.get(f"/{program.url}/history/2")
    assert (await reader.get(f"/{program.url}/history/2?view=%00")).body == usual.body


@pytest.mark.parametrize(("number", "text"), [(1, FIRST), (2, SECOND), (3, THIRD)])
async def test_the_exact_text_of_a_version(program, reader, number, text):
    answer = await reader.get(f"/{program.url}/history/{number}/raw")
    assert answer.text == text
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize("what", ["/4", "/999999999", "/4/raw"])
async def test_a_version_that_there_is_not_says_so(program, reader, what):
    page = await reader.get(f"/{program.url}/history{what}")
    assert page.status == 404
    assert "Version not found" in page.words
    russian = await reader.get(f"/{program.url}/history{what}", Accept_Language="ru")
    assert "Версия не найдена" in russian.words


@pytest.mark.parametrize("what", ["/0", "/01", "/-1", "/x", "/2147483648", "/%D9%A3", "/1/2", "/1/download"])
async def test_what_is_no_number_is_no_page(program, reader, what):
    assert (await reader.get(f"/{program.url}/history{what}")).status == 404


async def test_versions_lead_to_each_other(program, reader):
    base = f"/{program.url}/history"
    page = await reader.get(f"{base}/2")
    assert f'rel="prev" href="{base}/1"' in page.text
    assert f'rel="next" href="{base}/3"' in page.text
    assert 'rel="next"' not in (await reader.get(f"{base}/3")).text


async def test_an_old_text_that_the_client_has_is_not_sent_again(program, reader):
    path = f"/{program.url}/history/1/raw"
    first = await reader.get(path)
    assert first.headers["Cache-Control"] == "no-cache"
    again = await reader.get(path, If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    other = await reader.get(f"/{program.url}/history/2/raw", If_None_Match=first.headers["ETag"])
    assert (other.status, other.text) == (200, SECOND)


async def test_texts_too_different_are_linked_instead(alice, reader):
    post = await alice.publishes("".join(f"a {number}\n" for number in range(9_000)), "big")
    post = await alice.revises(post, "".join(f"b {number}\n" for number in range(9_000)))
    page = await reader.get(f"/{post.url}/history/2")
    assert "too long or too different to compare here" in page.words
    for number in (1, 2):
        assert f'href="/{post.url}/history/{number}/raw"' in page.text
    assert "слишком разные" in (await reader.get(f"/{post.url}/history/2", Accept_Language="ru")).words


async def test_texts_too_long_are_linked_instead(alice, reader):
    post = await alice.publishes("x" * 1_500_000, "big")
    post = await alice.revises(post, "x" * 1_500_000 + "y")
    page = await reader.get(f"/{post.url}/history/2")
    assert "too long or too different to compare here" in page.words


async def test_an_invisible_change_is_reported(alice, reader):
    post = await alice.revises(await alice.publishes("one\ntwo\n", "note"), "one\r\ntwo\r\n")
    page = await reader.get(f"/{post.url}/history/2")
    assert "No visible changes" in page.words


async def test_a_changed_line_feed_at_the_end_is_shown(alice, reader):
    post = await alice.revises(await alice.publishes("one\ntwo", "note"), "one\ntwo\n")
    page = await reader.get(f"/{post.url}/history/2")
    assert rows(page) == [("same", "one"), ("old", "two no newline at the end"), ("new", "two")]


async def test_markup_in_a_text_appears_as_typed(alice, reader):
    attack = "</td></tr></table><script>alert(1)</script><mark>"
    post = await alice.revises(
        await alice.publishes(f"{attack} one", attack), f"{attack} two", "<img src=x onerror=alert(1)>"
    )
    for what in ("", "/1", "/2", "/2?view=split", "/3", "/3?view=split", "/2?view=text"):
        page = await reader.get(f"/{post.url}/history{what}")
        assert page.status == 200
        assert "<script>" not in page.text
        assert "<img" not in page.text


async def test_a_version_whose_forerunner_is_gone_is_shown_whole(alice, program, reader):
    await alice.clears_history(program)
    page = await reader.get(f"/{program.url}/history/3")
    assert page.listing == THIRD
    assert (await reader.get(f"/{program.url}/history/2")).status == 404
