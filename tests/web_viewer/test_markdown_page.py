"""A Markdown paste: the formatted page, and its source."""

import re

import pytest

from posts.models import Visibility

TEXT = "# Notes\n\nSome **bold** words.\n\n```python\nimport os\n```\n"


async def test_a_file_in_markdown_is_shown_formatted(alice, reader):
    await alice.publishes(TEXT, "notes.md")
    page = await reader.get("/alice/notes.md")
    assert "<p>Some <strong>bold</strong> words.</p>" in page.text
    assert '<span class="k">import</span> os' in page.text
    assert page.text.count("<h1") == 1
    assert "Markdown 7 lines" in page.words
    assert "style=" not in page.text


async def test_a_formatted_message_is_shown_formatted(alice, house, reader):
    plain, formatted = [await alice.publishes("Some **bold** words.", "note", "text") for _ in range(2)]
    await house.damage("UPDATE posts.posts SET format = 'markdown' WHERE id = :id", id=formatted.id)
    assert "<strong>" not in (await reader.get(f"/{plain.url}")).text
    assert "<strong>bold</strong>" in (await reader.get(f"/{formatted.url}")).text


async def test_its_source_is_shown_as_code_is(alice, reader):
    post = await alice.publishes(TEXT, "notes.md")
    page = await reader.get(f"/{post.url}?view=source")
    assert page.listing == TEXT
    assert '<span id="L1"><a href="#L1"' in page.text
    assert '<span class="h"># Notes</span>' in page.text
    assert 'id="copy"' in page.text


async def test_each_leads_to_the_other(alice, reader):
    post = await alice.publishes(TEXT, "notes.md")
    page = await reader.get(f"/{post.url}")
    assert f'<a href="/{post.url}?view=source" aria-keyshortcuts="s">Source</a>' in page.text
    assert f'<a href="/{post.url}" aria-keyshortcuts="s">Formatted</a>' not in page.text
    source = await reader.get(f"/{post.url}?view=source")
    assert f'<a href="/{post.url}" aria-keyshortcuts="s">Formatted</a>' in source.text
    assert "Source" not in source.words


async def test_a_russian_reader_finds_the_way_too(alice, reader):
    post = await alice.publishes(TEXT, "notes.md")
    page = await reader.get(f"/{post.url}", Accept_Language="ru")
    assert f'<a href="/{post.url}?view=source" aria-keyshortcuts="s">Разметка</a>' in page.text
    source = await reader.get(f"/{post.url}?view=source", Accept_Language="ru")
    assert f'<a href="/{post.url}" aria-keyshortcuts="s">С оформлением</a>' in source.text
    assert source.listing == TEXT


@pytest.mark.parametrize("view", ["", "formatted", "Source", "x", "source&view=x"])
async def test_any_other_view_is_the_page_or_the_source(alice, reader, view):
    post = await alice.publishes(TEXT, "notes.md")
    page = await reader.get(f"/{post.url}?view={view}")
    assert page.status == 200
    assert ("<article" in page.text) is not view.startswith("source")


async def test_search_engines_index_the_formatted_page_only(alice, reader):
    post = await alice.publishes(TEXT, "notes.md")
    assert "noindex" not in (await reader.get(f"/{post.url}")).text
    assert "noindex" in (await reader.get(f"/{post.url}?view=source")).text
    await alice.makes(post, Visibility.UNLISTED)
    await alice.house.redis.flushall()
    assert "noindex" in (await reader.get(f"/{post.url}")).text


async def test_what_is_not_markdown_looks_the_same_in_every_view(alice, reader):
    post = await alice.publishes("x = 1  # **no**\n", "x.py")
    page, source = await reader.get(f"/{post.url}"), await reader.get(f"/{post.url}?view=source")
    assert page.body == source.body
    assert "Formatted" not in page.words


async def test_both_are_cached_and_both_are_dropped(alice, reader):
    post = await alice.publishes(TEXT, "notes.md")
    for language in ("en", "ru"):
        page = await reader.get(f"/{post.url}", Accept_Language=language)
        source = await reader.get(f"/{post.url}?view=source", Accept_Language=language)
        assert (await reader.get(f"/{post.url}", Accept_Language=language)).body == page.body
        assert page.body != source.body
    await alice.deletes(post)
    for language in ("en", "ru"):
        for query in ("", "?view=source"):
            assert (await reader.get(f"/{post.url}{query}", Accept_Language=language)).status == 410


async def test_what_is_too_long_is_shown_as_source(alice, reader):
    text = "Some *words* of prose.\n" * 12_000
    post = await alice.publishes(text, "long.md")
    page = await reader.get(f"/{post.url}")
    assert page.listing == text
    assert "Too long to highlight" in page.words
    assert "Source" not in page.words
    assert "Formatted" not in (await reader.get(f"/{post.url}?view=source")).words


async def test_what_is_too_intricate_is_shown_as_source(alice, reader):
    text = "<div>" * 1_000
    post = await alice.publishes(text, "deep.md")
    page = await reader.get(f"/{post.url}")
    assert page.listing == text
    assert "can’t be formatted" in page.words
    source = await reader.get(f"/{post.url}?view=source")
    assert "can’t be formatted" not in source.words


async def test_markdown_that_shows_nothing_is_shown_as_source(alice, reader):
    post = await alice.publishes("<!-- nothing -->", "empty.md")
    page = await reader.get(f"/{post.url}")
    assert page.listing == "<!-- nothing -->"
    assert "can’t be formatted" not in page.words


async def test_windows_line_ends_and_marks_of_order_do_no_harm(alice, reader):
    post = await alice.publishes("\ufeff# One\r\n\r\n- a\r\n- b\r\n", "dos.md")
    page = await reader.get(f"/{post.url}")
    assert '<h2 id="user-content-one">One' in page.text
    assert "<li>b</li>" in page.text


async def test_boxes_of_tasks_are_named_for_those_who_cannot_see_them(alice, reader):
    text = '- [ ] one\n- [x] two\n\n`<input type="checkbox" disabled="">`\n'
    post = await alice.publishes(text, "tasks.md")
    page = await reader.get(f"/{post.url}")
    assert re.findall(r"<input type=\"checkbox\" (disabled[^>]*)>", page.text) == [
        'disabled="" aria-label="to do"',
        'disabled="" checked="" aria-label="done"',
    ]
    assert 'aria-label="сделано"' in (await reader.get(f"/{post.url}", Accept_Language="ru")).text
