"""A Markdown paste: the formatted page, and its source."""

import re

from posts.models import Visibility

TEXT = "# Notes\n\nSome **bold** words.\n\n```python\nimport os\n```\n"


async def test_markdown_is_shown_formatted_with_a_link_to_its_source_and_back(alice, reader):
    post = await alice.publishes(TEXT, "notes.md")
    page, source = await reader.get(f"/{post.url}"), await reader.get(f"/{post.url}?view=source")
    assert "<p>Some <strong>bold</strong> words.</p>" in page.text
    assert '<span class="k">import</span> os' in page.text
    assert page.text.count("<h1") == 1
    assert "Markdown 7 lines" in page.words
    assert "style=" not in page.text
    assert source.listing == TEXT
    for part in ('<span id="L1"><a href="#L1"', '<span class="h"># Notes</span>', 'id="copy"'):
        assert part in source.text
    for language, to_source, back in (("en", "Source", "Formatted"), ("ru", "Разметка", "С оформлением")):
        page = await reader.get(f"/{post.url}", Accept_Language=language)
        source = await reader.get(f"/{post.url}?view=source", Accept_Language=language)
        assert f'<a href="/{post.url}?view=source" aria-keyshortcuts="s">{to_source}</a>' in page.text
        assert f'<a href="/{post.url}" aria-keyshortcuts="s">{back}</a>' in source.text
        assert back not in page.words
        assert to_source not in source.words
        again = await reader.get(f"/{post.url}", Accept_Language=language)
        assert again.body == page.body != source.body
    for view in ("", "formatted", "Source", "x", "source&view=x"):
        shown = await reader.get(f"/{post.url}?view={view}")
        assert shown.status == 200
        assert ("<article" in shown.text) is not view.startswith("source")
    await alice.deletes(post)
    for language in ("en", "ru"):
        for query in ("", "?view=source"):
            assert (await reader.get(f"/{post.url}{query}", Accept_Language=language)).status == 410


async def test_a_formatted_message_is_shown_formatted_and_other_texts_are_not(alice, house, reader):
    plain, formatted = [await alice.publishes("Some **bold** words.", "note", "text") for _ in range(2)]
    await house.damage("UPDATE posts.posts SET format = 'markdown' WHERE id = :id", id=formatted.id)
    assert "<strong>bold</strong>" in (await reader.get(f"/{formatted.url}")).text
    page, source = await reader.get(f"/{plain.url}"), await reader.get(f"/{plain.url}?view=source")
    assert "<strong>" not in page.text
    assert page.body == source.body
    assert "Formatted" not in page.words


async def test_search_engines_index_the_formatted_page_only(alice, reader):
    post = await alice.publishes(TEXT, "notes.md")
    assert "noindex" not in (await reader.get(f"/{post.url}")).text
    assert "noindex" in (await reader.get(f"/{post.url}?view=source")).text
    await alice.makes(post, Visibility.UNLISTED)
    assert "noindex" in (await reader.get(f"/{post.url}")).text


async def test_markdown_that_cannot_be_formatted_is_shown_as_source(alice, reader):
    for text, notice in (
        ("Some *words* of prose.\n" * 12_000, "Too long to highlight"),
        ("<div>" * 1_000, "can’t be formatted"),
        ("<!-- nothing -->", None),
    ):
        post = await alice.publishes(text, "odd.md")
        page, source = await reader.get(f"/{post.url}"), await reader.get(f"/{post.url}?view=source")
        assert page.listing == text
        assert notice is None or notice in page.words
        assert ("can’t be formatted" in page.words) is (notice == "can’t be formatted")
        assert "can’t be formatted" not in source.words
        if notice == "Too long to highlight":
            assert "Source" not in page.words
            assert "Formatted" not in source.words


async def test_windows_line_ends_and_byte_order_marks_do_no_harm(alice, reader):
    post = await alice.publishes("\ufeff# One\r\n\r\n- a\r\n- b\r\n", "dos.md")
    page = await reader.get(f"/{post.url}")
    assert '<h2 id="user-content-one">One' in page.text
    assert "<li>b</li>" in page.text


async def test_boxes_of_tasks_have_labels(alice, reader):
    text = '- [ ] one\n- [x] two\n\n`<input type="checkbox" disabled="">`\n'
    post = await alice.publishes(text, "tasks.md")
    page = await reader.get(f"/{post.url}")
    assert re.findall(r"<input type=\"checkbox\" (disabled[^>]*)>", page.text) == [
        'disabled="" aria-label="to do"',
        'disabled="" checked="" aria-label="done"',
    ]
    assert 'aria-label="сделано"' in (await reader.get(f"/{post.url}", Accept_Language="ru")).text
