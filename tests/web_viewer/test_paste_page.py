"""The page of a paste: its parts, its facts, and its exact text."""

import re
from datetime import UTC, datetime

from posts.models import Visibility

PROGRAM = 'import os\n\n\ndef greet(name: str) -> None:\n\tprint(f"hi {name} & <b>co</b>")\n'
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


async def test_a_public_paste_describes_itself_to_readers_and_to_search_engines(alice, reader):
    post = await alice.publishes(PROGRAM, "greet.py")
    page = await reader.get("/alice/greet.py")
    assert page.status == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    facts = rf"{post.created_at:%-d %B %Y, %H:%M} UTC Python 5 lines {len(PROGRAM)} bytes"
    assert re.search(rf"greet\.py alice {facts}", page.words)
    for part in (
        f'<time datetime="{post.created_at:%Y-%m-%dT%H:%M:%S}+00:00">',
        '<a rel="author" href="/alice">alice</a>',
        "<title>greet.py · alice</title>",
        '<span class="k">import</span> os',
        '<meta name="description" content="Python, 5 lines, by alice.">',
        '<meta property="og:title" content="greet.py">',
    ):
        assert part in page.text
    for word in ("until", "expires", "Forwarded", "edited", "Only you", "History"):
        assert word not in page.words
    for part in ("style=", "noindex", " checked>"):
        assert part not in page.text
    assert "X-Robots-Tag" not in page.headers
    russian = await reader.get("/alice/greet.py", Accept_Language="ru-RU,ru;q=0.9,en;q=0.8")
    assert russian.headers["Content-Language"] == "ru"
    assert '<html lang="ru">' in russian.text
    assert "5 строк" in russian.words
    assert russian.listing == PROGRAM
    note = await alice.publishes("Buy milk and bread.", "note")
    assert " checked>" in (await reader.get(f"/{note.url}")).text  # plain text is wrapped


async def test_copying_a_page_gives_the_text_as_it_was_sent(alice, reader):
    for number, body in enumerate(_BODIES):
        for language in ("text", ("python", "html")[number % 2]):
            post = await alice.publishes(body, "same", language)
            assert (await reader.get(f"/{post.url}")).listing == body, language


async def test_all_line_ends_are_line_ends_and_every_line_has_an_address(alice, reader):
    post = await alice.publishes("one\r\ntwo\r\rthree\r\n", "ends", "python")
    page = await reader.get(f"/{post.url}")
    assert page.listing == "one\ntwo\n\nthree\n"
    assert "4 lines" in page.words
    assert re.findall(r'id="(L\d+)"', page.text) == ["L1", "L2", "L3", "L4"]


async def test_control_characters_are_shown_as_symbols_and_copied_from_the_source(alice, reader):
    sent = "\x1b[31mred\x1b[0m \x07\x0b\x7f\x85 \x80\ufdd0\uffff\U0010ffff\n"
    for language in ("text", "python"):
        post = await alice.publishes(sent, "terminal", language)
        page = await reader.get(f"/{post.url}")
        assert page.listing == "␛[31mred␛[0m ␇␋␡␤ \ufffd\ufffd\ufffd\ufffd\n"
        assert f'data-source="/{post.url}/raw"' in page.text
        assert (await reader.get(f"/{post.url}/raw")).text == sent
        exact = await alice.publishes("exact\n", "exact", language)
        assert "data-source" not in (await reader.get(f"/{exact.url}")).text


async def test_zeros_are_shown_and_are_on_no_page(alice, reader):
    for language in ("text", "python", "markdown", "csv", "json"):
        post = await alice.publishes("a,b\nworker\0seventeen,2\n", "torn", language)
        page = await reader.get(f"/{post.url}")
        assert "worker\ufffdseve" in page.words
        assert "\0" not in page.text
        assert (await reader.get(f"/{post.url}/raw")).text == "a,b\nworker\0seventeen,2\n"
    assert "\0" not in (await reader.get("/alice.atom")).text


async def test_markup_in_a_title_and_in_the_name_of_a_source_appears_as_typed(alice, reader):
    title, name = "<img src=x onerror=alert(1)> \"&amp;' {{ 7*7 }} **bold**", "Bob <b>B.</b> & {sons}"
    post = await alice.publishes("text", title, forwarded_from=name)
    for path, language in ((f"/{post.url}", "en"), (f"/{post.url}", "ru"), ("/alice", "en")):
        page = await reader.get(path, Accept_Language=language)
        assert title in page.words
        assert "<img" not in page.text
        assert "<b>B." not in page.text
        if path != "/alice":
            source = f"{'Forwarded from' if language == 'en' else 'Переслано от'} {name}"
            assert source in re.sub(" +", " ", page.words)


async def test_a_noindex_tag_in_a_text_has_no_effect(alice, reader):
    tag = '</title></head><meta name="robots" content="noindex">'
    post = await alice.publishes(tag, tag)
    assert "X-Robots-Tag" not in (await reader.get(f"/{post.url}")).headers


async def test_a_paste_with_an_end_says_when_it_expires(alice, reader):
    end = datetime(2100, 11, 24, 12, 30, tzinfo=UTC)
    post = await alice.lets_live_until(await alice.publishes("text", "note"), end)
    for language, words in (("en", "expires 24 November"), ("ru", "доступно до 24 ноября")):
        page = await reader.get(f"/{post.url}", Accept_Language=language)
        assert f"{words} 2100, 12:30 UTC" in page.words
        assert '<time datetime="2100-11-24T12:30:00+00:00">' in page.text


async def test_a_language_without_a_lexer_is_named_by_the_file_extension(alice, reader):
    for title, language, kind in (
        ("prices.csv", "en", "CSV"),
        ("prices.tsv", "ru", "TSV"),
        ("app.log", "en", "Log"),
        ("app.log", "ru", "Лог"),
        ("log", "en", "Text"),
        ("letter.txt", "ru", "Текст"),
    ):
        post = await alice.publishes("one,two\n1,2\n", title)
        for path in (f"/{post.url}", "/alice"):
            assert f"<span>{kind}</span>" in (await reader.get(path, Accept_Language=language)).text
        assert f'label="{kind}"' in (await reader.get("/alice.atom", Accept_Language=language)).text
        await alice.deletes(post)


async def test_a_language_that_pygments_has_dropped_is_shown_plain(alice, reader):
    post = await alice.publishes(PROGRAM, "greet.py")
    await alice.calls_it(post, "forgotten")
    for path in (f"/{post.url}", f"/{post.url}/download", "/alice"):
        assert (await reader.get(path)).status == 200
    page = await reader.get(f"/{post.url}")
    assert page.listing == PROGRAM
    assert "UTC Text 5 lines" in page.words


async def test_an_unlisted_paste_opens_but_gives_nothing_to_search_engines(alice, reader):
    post = await alice.makes(await alice.publishes("quiet", "hidden note"), Visibility.UNLISTED)
    page = await reader.get(f"/{post.url}")
    assert page.status == 200
    assert '<meta name="robots" content="noindex">' in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    cached = await reader.get(f"/{post.url}")
    assert (cached.body, cached.headers["X-Robots-Tag"]) == (page.body, "noindex")
    assert post.title not in (await reader.get("/alice")).text
    for part in ("og:description", 'name="description"'):
        assert part not in page.text


async def test_head_is_answered_as_get_without_the_page(alice, reader):
    post = await alice.revises(await alice.publishes("first", "greet.py"), PROGRAM)
    under = ("", "/raw", "/download", "/history", "/history/1", "/history/2", "/history/2/raw")
    for path in ("/", "/alice", *(f"/{post.url}{what}" for what in under)):
        whole, head = await reader.get(path), await reader.asks("HEAD", path)
        assert (head.status, head.body) == (200, b"")
        assert head.headers["Content-Length"] == str(len(whole.body))
        assert head.headers.get("ETag") == whole.headers.get("ETag")
