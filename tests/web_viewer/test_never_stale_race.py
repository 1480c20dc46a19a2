"""Hundreds of changes while readers ask all the time: no page is older than a second."""

import asyncio
import re
from itertools import cycle
from typing import Final

import pytest

from posts.models import Post
from tests.web_viewer.authors import Author
from tests.web_viewer.viewers import Viewer, until
from web_viewer.page_cache.memory import TRUSTED_SECONDS

ROUNDS: Final = 500
_SAID: Final = re.compile(r"round-(\d+)")
FORMS: Final = [("", "en"), ("/raw", ""), ("", "ru"), ("?view=source", "en")]


@pytest.fixture(autouse=True)
def _as_it_is(monkeypatch: pytest.MonkeyPatch, checked_each_time: None) -> None:
    """Trust pages for as long as in production."""
    monkeypatch.setattr("web_viewer.page_cache.memory.TRUSTED_SECONDS", TRUSTED_SECONDS)


class Race:
    """The rounds of the race. `done_at`: when each was committed, by the clock of the event loop."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.done_at = [0.0]
        self.reads = 0
        self.is_over = False

    def must_show(self) -> int:
        """Return the last round that was committed a second ago."""
        long_ago = asyncio.get_running_loop().time() - TRUSTED_SECONDS
        return max(number for number, done in enumerate(self.done_at) if done <= long_ago)

    async def read(self, viewer: Viewer, under: str, language: str) -> None:
        expected = self.must_show()
        answer = await viewer.reader.get(f"/{self.post.url}{under}", Accept_Language=language)
        assert answer.status == 200
        shown = {int(number) for number in _SAID.findall(answer.text)}
        assert shown, answer.text
        assert min(shown) >= expected, f"round {min(shown)} is shown a second after {expected} was done"
        self.reads += 1

    async def reads_on(self, viewer: Viewer, under: str, language: str) -> None:
        while not self.is_over:
            await self.read(viewer, under, language)
            await asyncio.sleep(0.003)  # in which others have their turn

    async def author(self, alice: Author, viewers: tuple[Viewer, Viewer]) -> None:
        turns = cycle([(viewer, *form) for form in FORMS for viewer in viewers])
        try:
            for number in range(1, ROUNDS + 1):
                await alice.revises(self.post, f"round-{number}")
                self.done_at.append(asyncio.get_running_loop().time())
                await self.read(*next(turns))
                # Also where an author is quicker than readers.
                await until(lambda: self.reads > 2 * len(self.done_at))
        finally:
            self.is_over = True


async def test_no_reader_sees_what_was_changed_a_second_ago(alice, viewers):
    race = Race(await alice.publishes("round-0", "note"))
    one, other = viewers
    async with asyncio.TaskGroup() as group:
        group.create_task(race.author(alice, viewers))
        for viewer, (under, language) in zip((one, other, one), FORMS, strict=False):
            group.create_task(race.reads_on(viewer, under, language))
    await asyncio.sleep(TRUSTED_SECONDS)  # the promise is a time
    assert race.must_show() == ROUNDS
    for viewer in viewers:
        for under, language in FORMS:
            await race.read(viewer, under, language)
