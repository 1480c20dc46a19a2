"""Workers return what the functions return here, and a plain result when they run out of time."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from kernel.workers.pool import WorkerPool
from posts.analysis.analyst import Analyst
from posts.credentials import CredentialKind, find_credentials
from posts.drafts.models import NotPublished
from posts.errors import EmptyText, NotText, PostTooLarge
from posts.limits import MAX_FILE_BYTES
from posts.models import Draft, Visibility
from posts.texts.decoding import other_encodings
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.analysts import ANALYST
from tests.posts.conftest import CHAT, TOKEN

_DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
_PROGRAM = "import os\n\nprint(os.getcwd())\n"
# Both take longer than the little time of `hasty`.
_LARGE = "Слово за словом. " * 650_000
_LONG_PROGRAM = "x = [1, 2, 3]\n" * 6_000


@pytest.fixture(scope="module")
async def hasty() -> AsyncIterator[Any]:
    """An analyst whose workers run out of time at once."""
    workers = WorkerPool("posts.analysis.work", seconds=0.001)
    yield Analyst(workers)
    await workers.stop()


def bare(draft: Draft) -> Draft:
    """Return the draft without its findings."""
    return replace(draft, findings=None)


async def test_a_worker_makes_the_draft_of_a_text():
    for text in (_PROGRAM, "Просто слова\nи ещё", "🔥 half \ud83d", "x" * 200_000):
        assert bare(await ANALYST.draft_of_text(text)) == draft_of_text(text)
    given = await ANALYST.draft_of_text(_PROGRAM, title="A title", language="lua")
    assert bare(given) == Draft("A title", _PROGRAM, "lua")


async def test_a_worker_makes_the_draft_of_a_file_in_its_encoding():
    for encoding in ("utf-8", "windows-1251", "utf-16", "koi8-r"):
        content = ("Привет, мир! Это обычный русский текст.\n" * 20).encode(encoding)
        expected = draft_of_file("notes.md", content, file_name="notes.md")
        assert bare(await ANALYST.draft_of_file("notes.md", content, file_name="notes.md")) == expected


async def test_errors_of_a_worker_are_raised_here():
    with pytest.raises(EmptyText):
        await ANALYST.draft_of_text(" \n\u200b")
    with pytest.raises(EmptyText):
        await ANALYST.draft_of_file("a.txt", b" \n")
    with pytest.raises(NotText, match=r"photo\.png"):
        await ANALYST.draft_of_file("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(200))
    with pytest.raises(PostTooLarge):
        await ANALYST.draft_of_file("a.txt", bytes(MAX_FILE_BYTES + 1))


async def test_credentials_are_found_also_in_the_title_of_a_small_or_large_draft():
    text = f"token: {TOKEN}\n"
    assert await ANALYST.credentials_in(text) == find_credentials(text)
    assert await ANALYST.credentials_in("no secret") == []
    for large in (text, text + "x" * 150_000):
        draft = await ANALYST.with_findings(await ANALYST.draft_of_text(large, title=text))
        assert draft.findings is not None
        assert [found.line for found in draft.findings.title] == [0]
        assert list(draft.findings.text) == find_credentials(large)


async def test_out_of_time_a_text_is_plain_and_has_the_date_for_a_title(hasty):
    draft = await hasty.draft_of_text(_LONG_PROGRAM)
    assert _DATE.fullmatch(draft.title)
    assert (draft.text, draft.language) == (_LONG_PROGRAM, "text")
    assert (await hasty.draft_of_text(_LONG_PROGRAM, title="Mine")).title == "Mine"


async def test_out_of_time_a_file_in_utf_8_is_plain_and_another_is_refused(hasty):
    draft = await hasty.draft_of_file("war.txt", _LARGE.encode())
    assert (draft.title, draft.text, draft.encoding, draft.original) == ("war.txt", _LARGE, "utf-8", None)
    with pytest.raises(NotText, match=r"war\.txt"):
        await hasty.draft_of_file("war.txt", _LARGE.encode("windows-1251"))


async def test_other_encodings_are_looked_for_in_time(hasty):
    content = b"word by word\n" * 1_000_000
    assert await ANALYST.other_encodings(content, "utf-8") == other_encodings("utf-8", content)
    assert await hasty.other_encodings(content, "utf-8") == []


async def test_an_unchecked_text_waits_for_its_author(posts, one_transaction, hasty, alice):
    async with one_transaction(hasty) as services:
        pending = await services.publishing.submit(alice, CHAT, draft_of_text(_LARGE, title="War"))
    assert isinstance(pending, NotPublished)
    assert [found.kind for found in pending.credentials] == [CredentialKind.UNCHECKED]
    assert (await posts.release(alice, CHAT, pending.id, Visibility.PUBLIC)).title == "War"
