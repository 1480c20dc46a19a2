"""A rendering that began before a change and ends after it does not store the old page."""

import asyncio
import os
from pathlib import Path
from threading import Event, Thread

import pytest

from posts.models import Post, Visibility
from tests.web_viewer.authors import Author
from tests.web_viewer.viewers import until

NEW = "the modern text"


async def is_edited(alice: Author, post: Post) -> None:
    await alice.revises(post, NEW)


async def is_private(alice: Author, post: Post) -> None:
    await alice.makes(post, Visibility.PRIVATE)


async def is_deleted(alice: Author, post: Post) -> None:
    await alice.deletes(post)


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


def waiting() -> int:
    """Return how many of our threads wait at a pipe for a writer."""
    threads = Path("/proc/self/task").glob("*/wchan")
    return sum(thread.read_text() == "wait_for_partner" for thread in threads)


class Pipe:
    """A pipe in place of a file: readers wait until it is released, and find it empty."""

    def __init__(self, file: Path) -> None:
        file.unlink()
        os.mkfifo(file)
        self._file = file

    def release(self) -> int:
        return os.open(self._file, os.O_WRONLY | os.O_NONBLOCK)


@pytest.mark.skipif(not kernel_tells(), reason="this kernel hides what a thread waits for")
@pytest.mark.parametrize(
    ("change", "status"),
    [(is_edited, 200), (is_private, 404), (is_deleted, 410)],
    ids=["edited", "private", "deleted"],
)
async def test_a_rendering_from_before_a_change_does_not_store_the_old_page(
    alice,
    viewers,
    tmp_path,
    change,
    status,
):
    post = await alice.publishes("the antique text", "note")
    pipe = Pipe(tmp_path / "files" / post.content_source)
    asked = [(viewer, f"/{post.url}{under}") for viewer in viewers for under in ("", "/raw")]
    slow = [asyncio.create_task(viewer.reader.get(path)) for viewer, path in asked]
    await until(lambda: waiting() == len(slow))
    await change(alice, post)
    for viewer, path in asked:  # who comes now waits for none of those
        assert (await viewer.reader.get(path)).status == status
    assert not any(task.done() for task in slow)
    end = pipe.release()
    # On a busy machine, some have waited for longer than the viewer waits for its storage.
    assert {answer.status for answer in await asyncio.gather(*slow)} <= {200, 503}
    os.close(end)
    for _ in range(2):
        for viewer, path in asked:
            answer = await viewer.reader.get(path)
            assert answer.status == status
            assert status != 200 or NEW in answer.text
