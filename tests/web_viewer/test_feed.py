"""The Atom feed of a person."""

import html
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from lxml import etree

from posts.models import Terms, Visibility
from tests.web_viewer.reader import Answer

_RULES = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))
_ATOM = {"a": "http://www.w3.org/2005/Atom"}


class Feed:
    """A feed that is valid by RFC 4287."""

    def __init__(self, answer: Answer) -> None:
        assert answer.status == 200
        self.root = etree.fromstring(answer.body)
        _RULES.assertValid(self.root)
        ids = self.all("//a:id")
        assert len(set(ids)) == len(ids)
        assert self.all("/a:feed/a:link[@rel='self']/@href")

    def all(self, path: str) -> list[str]:
        found = self.root.xpath(path, namespaces=_ATOM)
        assert isinstance(found, list)
        return [node if isinstance(node, str) else node.text or "" for node in found]  # type: ignore[union-attr]

    @property
    def titles(self) -> list[str]:
        return self.all("//a:entry/a:title")


def forbidden() -> Iterator[str]:
    """Return the characters that XML 1.0 cannot contain."""
    yield from map(chr, [*range(1, 9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


async def test_public_pastes_are_in_the_feed_newest_first(alice, reader):
    assert Feed(await reader.get("/alice.atom")).titles == []
    assert 'type="application/atom+xml"' in (await reader.get("/alice")).text
    await alice.publishes("print('1 < 2')\n" * 3, "first", "python")
    await alice.publishes("some words", "second")
    answer = await reader.get("/alice.atom")
    feed = Feed(answer)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.titles == ["second", "first"]
    assert feed.all("//a:link/@href") == [
        "https://paste.example/alice.atom",
        "https://paste.example/alice",
        "https://paste.example/alice/second",
        "https://paste.example/alice/first",
    ]
    assert feed.all("//a:category/@label") == ["Text", "Python"]
    assert feed.all("//a:entry[2]/a:summary") == ["Python, 3 lines, 45 bytes"]
    shown = feed.all("//a:entry[2]/a:content")[0]
    assert html.unescape(shown) == "<pre>" + "print('1 < 2')\n" * 3 + "</pre>"
    assert "1 < 2" not in shown, "HTML within the XML"


async def test_only_public_pastes_are_in_the_feed(alice, reader):
    for visibility in Visibility:
        await alice.publishes("text", visibility, terms=Terms(visibility))
    await alice.publishes("text", "burning", terms=Terms(burn_after_read=True))
    await alice.deletes(await alice.publishes("text", "deleted"))
    expired = await alice.publishes("text", "expired")
    await alice.house.damage("UPDATE posts.posts SET expires_at = now() WHERE id = :id", id=expired.id)
    assert Feed(await reader.get("/alice.atom")).titles == ["public"]


async def test_a_renamed_paste_is_the_same_entry(alice, reader):
    post = await alice.publishes("text", "old")
    before = Feed(await reader.get("/alice.atom")).all("//a:entry/a:id")
    await alice.renames(post, "new")
    after = Feed(await reader.get("/alice.atom"))
    assert (after.titles, after.all("//a:entry/a:id")) == (["new"], before)
    assert before[0].startswith("tag:paste.example,")


async def test_the_feed_is_valid_for_any_text(alice, reader):
    for sign in (*forbidden(), "]]>", "<!--", "&amp;", "</content>", "\u2028", "\U0001f600", "\ufeff", "\r"):
        await alice.publishes(f"a{sign}b", f"t{sign}t", "text")
        feed = Feed(await reader.get("/alice.atom"))
        assert feed.titles[0].startswith("t")


async def test_the_feed_is_limited_in_entries_and_in_size(alice, reader):
    for number in range(25):
        await alice.publishes("&" * 10_000 if number % 2 else "line\n" * 1_000, f"note {number}")
    await alice.publishes("x" * 1_000_001, "long")
    answer = await reader.get("/alice.atom")
    feed = Feed(answer)
    assert len(feed.titles) == 20
    assert len(feed.all("//a:entry[1]/a:content")) == 0
    assert feed.all("//a:entry[2]/a:content")[0].count("line") == 20
    assert "…" in feed.all("//a:entry[2]/a:content")[0]
    assert len(answer.body) < 300_000


async def test_the_feed_is_sent_again_only_after_a_change(alice, reader):
    post = await alice.publishes("text", "note")
    first = await reader.get("/alice.atom", Accept_Encoding="gzip")
    tag = first.headers["ETag"]
    same = await reader.get("/alice.atom", If_None_Match=tag)
    assert (same.status, same.headers["ETag"], same.body) == (304, tag, b"")
    changed = parsedate_to_datetime(first.headers["Last-Modified"])
    assert abs(changed - datetime.now(UTC)) < timedelta(minutes=1)
    head = await reader.asks("HEAD", "/alice.atom")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["ETag"]
    await alice.deletes(post)
    assert (await reader.get("/alice.atom", If_None_Match=tag)).status == 200


async def test_the_feed_is_in_the_readers_language(alice, reader):
    await alice.publishes("text", "note")
    feed = Feed(await reader.get("/alice.atom", Accept_Language="ru"))
    assert feed.all("/a:feed/@xml:lang") == ["ru"]
    assert feed.all("//a:summary") == ["Текст, 1 строка, 4 байта"]


async def test_other_addresses_have_no_feed(alice, reader):
    for path in ("/nobody.atom", "/alice.rss", "/a.atom", "/alice.atom/x"):
        assert (await reader.get(path)).status == 404, path
