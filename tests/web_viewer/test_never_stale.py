"""A second after a change, no process shows the old page in any form.

`ROUNDS=500 pytest tests/web_viewer/test_never_stale.py` is a longer run.
"""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from threading import Event, Thread
from typing import Final

import pytest

from posts.models import Post, Visibility
from tests.web_viewer.authors import Author
from tests.web_viewer.reader import Answer
from tests.web_viewer.viewers import Viewer, until, used_before_its_end
from web_viewer.page_cache.memory import TRUSTED_SECONDS

ROUNDS: Final = int(os.environ.get("ROUNDS", "80"))
OLD, NEW = "the *antique* text", "the *modern* text"
FORMS = [("", "en"), ("", "ru"), ("?view=source", "en"), ("/raw", ""), ("/download", "")]
Viewers = tuple[Viewer, Viewer]
Change = Callable[[Author, Post], Awaitable[object]]


@pytest.fixture(autouse=True)
def _as_it_is(monkeypatch: pytest.MonkeyPatch, checked_each_time: None) -> None:
    """Trust pages for as long as in production."""
    monkeypatch.setattr("web_viewer.page_cache.memory.TRUSTED_SECONDS", TRUSTED_SECONDS)


async def all_forms(viewers: Viewers, post: Post) -> list[Answer]:
    """Read the page in all forms, each on a connection that is open already."""
    return await asyncio.gather(
        *(
            viewer.reader.get(f"/{post.url}{under}", Accept_Language=language, **more)
            for viewer in viewers
            for under, language in FORMS
            for more in ({}, {"If_None_Match": "*"}, {"Range": "bytes=0-"})
        )
    )


async def heat(viewers: Viewers, post: Post) -> None:
    """Read until all processes have all forms of the paste in memory."""
    for viewer in viewers:
        for under, language in FORMS[:-1]:
            await viewer.has_hot(f"/{post.url}{under}", language)
    assert any("antique" in answer.text for answer in await all_forms(viewers, post))


async def expires(alice: Author, post: Post) -> None:
    end = await alice.ends_soon(post)
    await until(lambda: datetime.now(UTC) > end)


CHANGES: dict[str, tuple[Change, set[int]]] = {
    "edited": (lambda alice, post: alice.revises(post, NEW), {200, 206, 304}),
    "deleted": (lambda alice, post: alice.deletes(post), {410}),
    "expired": (expires, {410}),
    "made private": (lambda alice, post: alice.makes(post, Visibility.PRIVATE), {404}),
    "renamed": (lambda alice, post: alice.renames(post, "other.md"), {301}),
    # The question comes in its place.
    "read once": (lambda alice, post: alice.lets_be_read_once(post), {200, 303}),
}


async def test_after_a_change_no_process_shows_the_old_page_in_any_form(alice, viewers):
    posts = {name: await alice.publishes(OLD, f"{name}.md") for name in CHANGES}
    for name, (change, _) in CHANGES.items():
        await heat(viewers, posts[name])
        await change(alice, posts[name])
    await asyncio.sleep(TRUSTED_SECONDS)  # the promise is a time
    for name, (_, statuses) in CHANGES.items():
        answers = await all_forms(viewers, posts[name])
        assert {answer.status for answer in answers} <= statuses, name
        assert not any("antique" in answer.text for answer in answers), name
        if name == "edited":
            assert all(answer.status == 304 or "modern" in answer.text for answer in answers)


async def test_a_page_in_memory_is_gone_at_the_moment_when_its_paste_expires(alice, viewers):
    async def publish(lifetime: timedelta) -> Post:
        post: Post = await alice.publishes(OLD, "note.md")
        await heat(viewers, post)
        await alice.lets_live_until(post, datetime.now(UTC) + lifetime)
        async with alice.house.posts() as posts:
            ending: Post = await posts.reading.open(post.url, None)
        return ending

    post, end = await used_before_its_end(publish, lambda post: heat(viewers, post))
    await until(lambda: datetime.now(UTC) >= end)
    assert {answer.status for answer in await all_forms(viewers, post)} == {410}


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
        shown = {int(number) for number in re.findall(r"round-(\d+)", answer.text)}
        assert shown, answer.text
        assert min(shown) >= expected, f"round {min(shown)} is shown a second after {expected} was done"
        self.reads += 1

    async def reads_on(self, viewer: Viewer, under: str, language: str) -> None:
        while not self.is_over:
            await self.read(viewer, under, language)
            await asyncio.sleep(0.003)  # in which others have their turn

    async def author(self, alice: Author, viewers: Viewers) -> None:
        turns = cycle([(viewer, *form) for form in FORMS[:-1] for viewer in viewers])
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
        for viewer, (under, language) in zip((one, other, one), FORMS[1:4], strict=True):
            group.create_task(race.reads_on(viewer, under, language))
    await asyncio.sleep(TRUSTED_SECONDS)  # the promise is a time
    assert race.must_show() == ROUNDS
    for viewer in viewers:
        for under, language in FORMS:
            await race.read(viewer, under, language)


def kernel_tells() -> bool:
    """Return whether the kernel shows what a thread waits for; some hide it."""
    over = Event()
    thread = Thread(target=over.wait)
    thread.start()
    try:
        seen = {task.read_text() for task in Path("/proc/self/task").glob("*/wchan")}
    except OSError:
        return False
    finally:
        over.set()
        thread.join()
    return bool(seen - {"0", ""})


def threads_at_a_pipe() -> int:
    """Return how many of our threads wait at a pipe for a writer."""
    threads = Path("/proc/self/task").glob("*/wchan")
    return sum(thread.read_text() == "wait_for_partner" for thread in threads)


@pytest.mark.skipif(not kernel_tells(), reason="this kernel hides what a thread waits for")
@pytest.mark.parametrize("name", ["edited", "made private", "deleted"])
async def test_a_rendering_from_before_a_change_does_not_store_the_old_page(
    alice, viewers, tmp_path, monkeypatch, checked_each_time, name
):
    monkeypatch.setattr("web_viewer.page_cache.memory.TRUSTED_SECONDS", 0.0)
    change, statuses = CHANGES[name]
    post = await alice.publishes(OLD, "note")
    # A pipe in place of the file: readers wait until it has a writer, and find it empty.
    file = tmp_path / "files" / post.content_source
    file.unlink()
    os.mkfifo(file)
    asked = [(viewer, f"/{post.url}{under}") for viewer in viewers for under in ("", "/raw")]
    slow = [asyncio.create_task(viewer.reader.get(path)) for viewer, path in asked]
    await until(lambda: threads_at_a_pipe() == len(slow))
    await change(alice, post)
    for viewer, path in asked:  # a reader who comes now does not wait for those renderings
        assert (await viewer.reader.get(path)).status in statuses
    assert not any(task.done() for task in slow)
    end = os.open(file, os.O_WRONLY | os.O_NONBLOCK)
    # On a busy machine, some have waited for longer than the viewer waits for its storage.
    assert {answer.status for answer in await asyncio.gather(*slow)} <= {200, 503}
    os.close(end)
    for viewer, path in asked * 2:
        answer = await viewer.reader.get(path)
        assert answer.status in statuses
        assert name != "edited" or "modern" in answer.text
