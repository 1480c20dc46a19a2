"""A thousand changes, while readers never stop asking."""

import asyncio
import re
from itertools import cycle
from typing import Final

from posts.models import Post
from tests.web_viewer.authors import Author
from tests.web_viewer.viewers import Viewer, until

ROUNDS: Final = 1_000
_SAID: Final = re.compile(r"round-(\d+)")
FORMS: Final = [("", "en"), ("/raw", ""), ("", "ru"), ("?view=source", "en")]


class Race:
    """`told`: the last round of which the author has heard that it is done."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.told = 0
        self.reads = 0
        self.is_over = False

    async def read(self, viewer: Viewer, under: str, language: str) -> None:
        began = self.told
        answer = await viewer.reader.get(f"/{self.post.url}{under}", Accept_Language=language)
        assert answer.status == 200
        shown = {int(number) for number in _SAID.findall(answer.text)}
        assert shown, answer.text
        assert min(shown) >= began, f"round {min(shown)} is shown after {began} was done"
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
                self.told = number
                await self.read(*next(turns))
                # Also where an author is quicker than readers.
                await until(lambda: self.reads > 2 * self.told)
        finally:
            self.is_over = True


async def test_nobody_who_comes_after_a_change_sees_what_was_before(
    alice: Author, viewers: tuple[Viewer, Viewer]
) -> None:
    race = Race(await alice.publishes("round-0", "note"))
    one, other = viewers
    async with asyncio.TaskGroup() as group:
        group.create_task(race.author(alice, viewers))
        for viewer, (under, language) in zip((one, other, one), FORMS, strict=False):
            group.create_task(race.reads_on(viewer, under, language))
    assert race.told == ROUNDS
    for viewer in viewers:
        for under, language in FORMS:
            await race.read(viewer, under, language)
