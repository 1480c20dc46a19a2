"""Facts that only some pastes have: where they are from, and when they expire."""

import re
from datetime import UTC, datetime

import pytest


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Forwarded from {name}"), ("ru", "Переслано от {name}")]
)
async def test_a_forwarded_text_says_from_whom(alice, reader, language, words):
    name = "Bob <b>B.</b> & {sons}"
    post = await alice.publishes("text", "note", forwarded_from=name)
    page = await reader.get(f"/{post.url}", Accept_Language=language)
    assert words.format(name=name) in re.sub(" +", " ", page.words)
    assert "<b>B." not in page.text


@pytest.mark.parametrize(
    ("language", "words"), [("en", "expires {:%-d} November"), ("ru", "доступно до {:%-d} ноября")]
)
async def test_a_paste_with_an_end_says_until_when(alice, reader, language, words):
    end = datetime(2100, 11, 24, 12, 30, tzinfo=UTC)
    post = await alice.lets_live_until(await alice.publishes("text", "note"), end)
    page = await reader.get(f"/{post.url}", Accept_Language=language)
    assert re.search(rf"{words.format(end)} 2100, 12:30 UTC", page.words)
    assert '<time datetime="2100-11-24T12:30:00+00:00">' in page.text


async def test_a_plain_paste_says_nothing_of_all_that(alice, reader):
    post = await alice.publishes("text", "note")
    page = await reader.get(f"/{post.url}")
    assert not any(said in page.words for said in ("until", "Forwarded", "edited", "Only you", "History"))


@pytest.mark.parametrize(
    ("title", "language", "kind"),
    [
        ("prices.csv", "en", "CSV"),
        ("prices.tsv", "ru", "TSV"),
        ("app.log", "en", "Log"),
        ("app.log", "ru", "Лог"),
        ("log", "en", "Text"),
        ("letter.txt", "ru", "Текст"),
    ],
)
async def test_a_language_without_a_lexer_is_named_by_the_file_extension(
    alice, reader, title, language, kind
):
    post = await alice.publishes("one,two\n1,2\n", title)
    for path in (f"/{post.url}", "/alice"):
        assert f"<span>{kind}</span>" in (await reader.get(path, Accept_Language=language)).text
    feed = await reader.get("/alice.atom", Accept_Language=language)
    assert f'label="{kind}"' in feed.text
