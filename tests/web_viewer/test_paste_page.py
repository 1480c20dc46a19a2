"""The page of a paste: its parts, and its exact text."""

import re

import pytest

from posts.models import Visibility

PROGRAM = 'import os\n\n\ndef greet(name: str) -> None:\n\tprint(f"hi {name} & <b>co</b>")\n'


async def test_a_paste_shows_its_title_author_date_language_length_and_size(alice, reader):
    post = await alice.publishes(PROGRAM, "greet.py")
    page = await reader.get("/alice/greet.py")
    assert page.status == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert re.search(
        rf"greet\.py alice {post.created_at:%-d %B %Y, %H:%M} UTC Python 5 lines {len(PROGRAM)} bytes",
        page.words,
    )
    assert f'<time datetime="{post.created_at:%Y-%m-%dT%H:%M:%S}+00:00">' in page.text
    assert '<a rel="author" href="/alice">alice</a>' in page.text
    assert "<title>greet.py · alice</title>" in page.text


_BODIES = [
    PROGRAM,
    "no line feed at the end",
    "\n\n  an empty start\nand an empty end\n\n\n",
    "tabs\tand trailing spaces  \n",
    "Привет, мир 🌍\nשלום\n",
    "</code></pre><script>alert(1)</script>&amp;&lt;",
    "form\ffeed, line\u2028separator, private \ue000 use\n",
    "e\u0301 and n\u0303 are letters, 👩\u200d👩\u200d👧 and 🇺🇦 are one each\n",
    "x = 'שלום'  # then مرحبا, \u202eturned\u202c and back\n\tعربي\n",
]


@pytest.mark.parametrize("language", ["text", "python", "html"])
async def test_copying_a_page_gives_the_text_as_it_was_sent(alice, reader, language):
    for body in _BODIES:
        post = await alice.publishes(body, "same", language)
        assert (await reader.get(f"/{post.url}")).listing == body


async def test_line_ends_of_windows_and_of_old_macs_are_line_ends(alice, reader):
    post = await alice.publishes("one\r\ntwo\rthree\r\n", "ends", "python")
    page = await reader.get(f"/{post.url}")
    assert page.listing == "one\ntwo\nthree\n"
    assert "3 lines" in page.words


@pytest.mark.parametrize("language", ["text", "python"])
async def test_control_characters_are_shown_as_symbols_and_copied_from_the_source(alice, reader, language):
    sent = "\x1b[31mred\x1b[0m \x07\x0b\x7f\x85 \x80\ufdd0\uffff\U0010ffff\n"
    post = await alice.publishes(sent, "terminal", language)
    page = await reader.get(f"/{post.url}")
    assert page.listing == "␛[31mred␛[0m ␇␋␡␤ \ufffd\ufffd\ufffd\ufffd\n"
    assert f'data-source="/{post.url}/raw"' in page.text
    assert (await reader.get(f"/{post.url}/raw")).text == sent
    exact = await alice.publishes("exact\n", "exact", language)
    assert "data-source" not in (await reader.get(f"/{exact.url}")).text


@pytest.mark.parametrize("language", ["text", "python", "markdown", "csv", "json"])
async def test_zeros_are_shown_and_are_on_no_page(alice, reader, language):
    post = await alice.publishes("a,b\nworker\0seventeen,2\n", "torn", language)
    page = await reader.get(f"/{post.url}")
    assert "worker\ufffdseve" in page.words
    assert "\0" not in page.text
    assert "\0" not in (await reader.get("/alice.atom")).text
    assert (await reader.get(f"/{post.url}/raw")).text == "a,b\nworker\0seventeen,2\n"


async def test_every_line_has_an_address(alice, reader):
    post = await alice.publishes("a\n\nc", "three")
    assert re.findall(r'id="(L\d+)"', (await reader.get(f"/{post.url}")).text) == ["L1", "L2", "L3"]


async def test_code_is_coloured_with_short_class_names(alice, reader):
    await alice.publishes(PROGRAM, "greet.py")
    page = await reader.get("/alice/greet.py")
    assert '<span class="k">import</span> os' in page.text
    assert "style=" not in page.text


async def test_markup_in_a_title_appears_as_typed(alice, reader):
    title = "<img src=x onerror=alert(1)> \"&amp;' {{ 7*7 }} **bold**"
    post = await alice.publishes("text", title)
    for path in (f"/{post.url}", "/alice"):
        page = await reader.get(path)
        assert title in page.words
        assert "<img" not in page.text


async def test_plain_text_is_wrapped_and_code_is_not(alice, reader):
    note = await alice.publishes("Buy milk and bread.", "note")
    code = await alice.publishes(PROGRAM, "greet.py")
    assert " checked>" in (await reader.get(f"/{note.url}")).text
    assert " checked>" not in (await reader.get(f"/{code.url}")).text


async def test_a_language_that_pygments_has_dropped_is_shown_plain(alice, reader):
    post = await alice.publishes(PROGRAM, "greet.py")
    await alice.calls_it(post, "forgotten")
    for path in (f"/{post.url}", f"/{post.url}/download", "/alice"):
        assert (await reader.get(path)).status == 200
    page = await reader.get(f"/{post.url}")
    assert page.listing == PROGRAM
    assert "UTC Text 5 lines" in page.words


async def test_an_unlisted_paste_opens_but_gives_nothing_to_search_engines(alice, reader):
    post = await alice.publishes("quiet", "hidden note")
    post = await alice.makes(post, Visibility.UNLISTED)
    page = await reader.get(f"/{post.url}")
    assert page.status == 200
    assert '<meta name="robots" content="noindex">' in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    kept = await reader.get(f"/{post.url}")
    assert (kept.body, kept.headers["X-Robots-Tag"]) == (page.body, "noindex")
    assert post.title not in (await reader.get("/alice")).text
    assert "og:description" not in page.text
    assert 'name="description"' not in page.text


@pytest.mark.parametrize("what", ["", "/raw", "/download"])
async def test_a_private_paste_looks_like_none(alice, reader, what):
    post = await alice.publishes("mine", "diary")
    await alice.makes(post, Visibility.PRIVATE)
    page = await reader.get(f"/{post.url}{what}")
    assert page.status == 404
    assert "Paste not found" in page.words
    assert "diary" not in page.words


async def test_a_public_paste_describes_itself(alice, reader):
    post = await alice.publishes(PROGRAM, "greet.py")
    page = await reader.get(f"/{post.url}")
    assert '<meta name="description" content="Python, 5 lines, by alice.">' in page.text
    assert '<meta property="og:title" content="greet.py">' in page.text
    assert "noindex" not in page.text
    assert "X-Robots-Tag" not in page.headers


_SAYS_NOINDEX = '</title></head><meta name="robots" content="noindex">'


async def test_a_noindex_tag_in_a_text_has_no_effect(alice, reader):
    post = await alice.publishes(_SAYS_NOINDEX, _SAYS_NOINDEX)
    assert "X-Robots-Tag" not in (await reader.get(f"/{post.url}")).headers


async def test_a_russian_reader_gets_russian_words(alice, reader):
    post = await alice.publishes(PROGRAM, "greet.py")
    page = await reader.get(f"/{post.url}", Accept_Language="ru-RU,ru;q=0.9,en;q=0.8")
    assert page.headers["Content-Language"] == "ru"
    assert '<html lang="ru">' in page.text
    assert "5 строк" in page.words
    assert page.listing == PROGRAM


async def test_head_is_answered_as_get_without_the_page(alice, reader):
    post = await alice.publishes(PROGRAM, "greet.py")
    for path in (f"/{post.url}", f"/{post.url}/raw", f"/{post.url}/download", "/alice", "/"):
        whole, head = await reader.get(path), await reader.asks("HEAD", path)
        assert (head.status, head.body) == (200, b"")
        assert head.headers["Content-Length"] == str(len(whole.body))
        assert head.headers.get("ETag") == whole.headers.get("ETag")
