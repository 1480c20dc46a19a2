"""The history of a paste: its versions, their changes, and their whole texts."""

import re

from posts.models import Visibility
from tests.outage import stopped
from tests.web_viewer.reader import Answer
from tests.web_viewer.versions import FIRST, SECOND, THIRD

_KEYWORD = '<span class="k">def</span>'
_TOO_DIFFERENT = "too long or too different to compare here"


def listed(page: Answer) -> list[str]:
    return re.findall(r'<li>\s*<a href="([^"]+)">', page.text)


def rows(page: Answer) -> list[tuple[str, str]]:
    """Return the kind of each line that is shown (`old`, `new`, `same`), and its text."""
    found = re.findall(r'<tr class="(old|new|same)">.*?<td>(.*?)</td></tr>', page.text, re.DOTALL)
    return [(kind, re.sub(r"<[^>]+>", "", text)) for kind, text in found]


async def test_the_list_has_every_version_newest_first(program, reader):
    base = f"/{program.url}/history"
    page = await reader.get(base)
    assert page.status == 200
    assert listed(page) == [f"{base}/{number}" for number in (3, 2, 1)]
    size = f"{len(SECOND)} bytes"
    assert re.search(
        rf"Version 3 Current .* Version 2 .* UTC {size} lines: \+1 −1 Version 1 First", page.words
    )
    assert "lines: +4 −0" in page.words
    assert f"{program.created_at:%-d %B %Y}" in page.words
    russian = await reader.get(base, Accept_Language="ru")
    assert "История Версия 3 Текущая" in russian.words
    assert "строки: +1 −1 Версия 1 Первая" in russian.words
    paste = await reader.get(f"/{program.url}")
    assert f'href="{base}"' in paste.text
    assert f"edited {program.updated_at:%-d %B %Y, %H:%M} UTC" in paste.words
    assert "изменено" in (await reader.get(f"/{program.url}", Accept_Language="ru")).words


async def test_a_paste_that_was_only_renamed_has_a_history_of_one(alice, reader):
    post = await alice.renames(await alice.publishes("text", "note"), "letter")
    page = await reader.get(f"/{post.url}")
    assert listed(await reader.get(f"/{post.url}/history")) == [f"/{post.url}/history/1"]
    assert "/history" not in page.text
    assert "edited" not in page.words


async def test_the_last_hundred_versions_are_listed_on_several_pages(alice, reader):
    post = await alice.publishes("text 1", "note")
    post = await alice.revises(post, *(f"text {number}" for number in range(2, 103)))
    base = f"/{post.url}/history"
    pages = [await reader.get(f"{base}?page={number}") for number in range(1, 5)]
    assert [url for page in pages for url in listed(page)] == [f"{base}/{n}" for n in range(102, 2, -1)]
    assert [page.words.count("lines: +1 −1") for page in pages] == [25, 25, 25, 24]
    assert f'rel="next" href="{base}?page=2"' in pages[0].text
    assert f'rel="prev" href="{base}"' in pages[1].text
    assert f'rel="prev" href="{base}?page=2"' in pages[2].text
    assert 'rel="next"' not in pages[3].text
    for number in ("5", "0", "x", "9" * 30):
        assert (await reader.get(f"{base}?page={number}")).status == 404
    assert (await reader.get(f"{base}/2")).status == 404
    assert (await reader.get(f"{base}/3")).listing == "text 3"
    assert "<del>text <mark>3</mark></del>" in (await reader.get(f"{base}/4")).text


async def test_no_page_of_it_is_indexed(alice, program, reader):
    for visibility in Visibility:
        post = await alice.makes(program, visibility)
        for what in ("", "/2", "/2?view=text"):
            page = await reader.get(f"/{post.url}/history{what}")
            assert page.status == (404 if visibility is Visibility.PRIVATE else 200)
            assert page.headers["X-Robots-Tag"] == "noindex"
            assert '<meta name="robots" content="noindex">' in page.text


async def test_a_cleared_history_is_the_current_version_alone(alice, program, reader):
    await alice.clears_history(program)
    page = await reader.get(f"/{program.url}/history")
    assert listed(page) == [f"/{program.url}/history/3"]
    assert "lines:" not in page.words
    assert (await reader.get(f"/{program.url}/history/3")).listing == THIRD
    assert (await reader.get(f"/{program.url}/history/2")).status == 404


async def test_it_is_not_in_redis_and_always_up_to_date(alice, program, reader, redis):
    before = await reader.get(f"/{program.url}/history")
    again = await reader.get(f"/{program.url}/history", If_None_Match=before.headers["ETag"])
    assert again.status == 304
    await reader.get(f"/{program.url}/history/2")
    assert await redis.keys("posts:page*") == []
    await alice.revises(program, "another text")
    after = await reader.get(f"/{program.url}/history", If_None_Match=before.headers["ETag"])
    assert after.status == 200
    assert "Version 4" in after.words


async def test_it_is_shown_without_redis(program, reader, redis_server):
    async with stopped(redis_server):
        for what in ("", "/1", "/2", "/3/raw"):
            assert (await reader.get(f"/{program.url}/history{what}")).status == 200


async def test_a_version_shows_its_changes_with_line_numbers(program, reader):
    base = f"/{program.url}/history"
    page = await reader.get(f"{base}/2")
    assert page.status == 200
    changed = [("old", "    return a"), ("new", "    return a + 1")]
    same = [("same", line) for line in ("", "", "def g(b):", "    return b")]
    assert rows(page) == [("same", "def f(a):"), *changed, *same]
    assert "<ins>    return a<mark> + 1</mark></ins>" in page.text
    assert f'rel="prev" href="{base}/1"' in page.text
    assert f'rel="next" href="{base}/3"' in page.text
    assert (await reader.get(f"{base}/2?view=%00")).body == page.body
    third = await reader.get(f"{base}/3")
    assert 'rel="next"' not in third.text
    number = r'<td class="n"(?: data-n="(\d+)")?></td>'
    assert re.findall(rf'<tr class="(\w+)">{number}{number}', third.text) == [
        *(("same", str(line), str(line)) for line in range(1, 5)),
        *(("new", "", str(line)) for line in range(5, 8)),
        *(("same", str(line), str(line + 3)) for line in range(5, 7)),
        ("new", "", "10"),
    ]
    assert re.search(
        r'<td class="n old" data-n="2"></td><td class="old"><del>    return a</del></td>\s*'
        r'<td class="n new" data-n="2"></td><td class="new"><ins>    return a<mark> \+ 1</mark></ins></td>',
        (await reader.get(f"{base}/2?view=split")).text,
    )


async def test_the_whole_text_of_a_version_is_shown_and_sent(program, reader):
    base = f"/{program.url}/history"
    whole = await reader.get(f"{base}/2?view=text")
    assert whole.listing == SECOND
    assert _KEYWORD in whole.text
    for view in ("", "?view=split", "?view=text"):
        first = await reader.get(f"{base}/1{view}")
        assert first.listing == FIRST
        assert 'rel="prev"' not in first.text
    tags = []
    for number, text in enumerate((FIRST, SECOND, THIRD), start=1):
        answer = await reader.get(f"{base}/{number}/raw")
        assert answer.text == text
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
        tags.append(answer.headers["ETag"])
    again = await reader.get(f"{base}/1/raw", If_None_Match=tags[0])
    assert (again.status, again.body) == (304, b"")
    other = await reader.get(f"{base}/2/raw", If_None_Match=tags[0])
    assert (other.status, other.text) == (200, SECOND)


async def test_a_version_is_shown_in_its_own_language_or_in_the_pastes_if_unknown(alice, program, reader):
    post = await alice.formats(program, "def is a word of Python")
    base = f"/{post.url}/history"
    assert _KEYWORD in (await reader.get(f"{base}/2?view=text")).text
    assert _KEYWORD not in (await reader.get(f"{base}/{post.revision}?view=text")).text
    await alice.house.damage("UPDATE posts.revisions SET language = NULL, format = NULL")
    await alice.house.damage("UPDATE posts.posts SET language = 'python', format = 'plain'")
    assert _KEYWORD in (await reader.get(f"{base}/2?view=text")).text


async def test_a_version_that_does_not_exist_is_not_found(program, reader):
    for what in ("/4", "/999999999", "/4/raw"):
        page = await reader.get(f"/{program.url}/history{what}")
        assert page.status == 404
        assert "Version not found" in page.words
        russian = await reader.get(f"/{program.url}/history{what}", Accept_Language="ru")
        assert "Версия не найдена" in russian.words
    for what in ("/0", "/01", "/-1", "/x", "/2147483648", "/%D9%A3", "/1/2", "/1/download"):
        assert (await reader.get(f"/{program.url}/history{what}")).status == 404, what


async def test_texts_too_long_or_too_different_are_linked_instead(alice, reader):
    different = await alice.publishes("".join(f"a {number}\n" for number in range(9_000)), "different")
    different = await alice.revises(different, "".join(f"b {number}\n" for number in range(9_000)))
    long = await alice.revises(await alice.publishes("x" * 1_500_000, "long"), "x" * 1_500_000 + "y")
    for post in (different, long):
        page = await reader.get(f"/{post.url}/history/2")
        assert _TOO_DIFFERENT in page.words
        for number in (1, 2):
            assert f'href="/{post.url}/history/{number}/raw"' in page.text
    assert "слишком разные" in (await reader.get(f"/{post.url}/history/2", Accept_Language="ru")).words
    page = await reader.get(f"/{long.url}/history")
    assert "1.4 MB" in page.words
    assert "lines:" not in page.words


async def test_changes_of_line_ends_are_reported(alice, reader):
    post = await alice.revises(await alice.publishes("one\ntwo", "note"), "one\ntwo\n", "one\r\ntwo\r\n")
    page = await reader.get(f"/{post.url}/history/2")
    assert rows(page) == [("same", "one"), ("old", "two no newline at the end"), ("new", "two")]
    assert "No visible changes" in (await reader.get(f"/{post.url}/history/3")).words


async def test_markup_in_a_text_appears_as_typed(alice, reader):
    attack = "</td></tr></table><script>alert(1)</script><mark>"
    post = await alice.publishes(f"{attack} one", attack)
    post = await alice.revises(post, f"{attack} two", "<img src=x onerror=alert(1)>")
    for what in ("", "/1", "/2", "/2?view=split", "/3", "/3?view=split", "/2?view=text"):
        page = await reader.get(f"/{post.url}/history{what}")
        assert page.status == 200
        assert "<script>" not in page.text
        assert "<img" not in page.text
