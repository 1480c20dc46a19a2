"""Rendering always gives a page, whatever happens to the workers."""

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest

from posts.models import Post
from tests.web_viewer.viewers import until
from web_viewer.addresses import Links
from web_viewer.http.bodies import Coding
from web_viewer.paste.paste_page import PageOptions
from web_viewer.rendering.renderer import Renderer, render_workers

# Grammars take the square of the depth for it, and look at no clock.
DEEP = "(" * 100_000


@pytest.fixture
async def renderer() -> AsyncIterator[Renderer]:
    workers = render_workers()
    yield Renderer(workers)
    await workers.stop()


async def page_of(renderer: Renderer, post: Post, text: str) -> str:
    bodies = await renderer.paste(post, text.encode(), "en", PageOptions(Links(post.url)))
    assert bodies.in_coding(Coding.GZIP)
    return bodies.in_coding(Coding.IDENTITY).decode()


async def test_a_text_that_takes_too_long_to_highlight_is_plain_and_says_so(alice, renderer, monkeypatch):
    monkeypatch.setattr("kernel.workers.pool._TIMEOUT_SECONDS", 3.0)
    post = await alice.publishes(DEEP, "deep.py")
    page = await page_of(renderer, post, DEEP)
    assert DEEP in page
    assert "Highlighting took too long" in page


async def test_where_no_process_can_be_had_the_page_is_plain(alice, renderer, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    post = await alice.publishes("import os\n", "x.py")
    page = await page_of(renderer, post, "import os\n")
    assert "import os" in page


async def test_a_long_text_is_read_when_its_turn_comes_and_others_do_not_wait(
    renderer,
):
    begun = list[int]()
    may_end = asyncio.Event()

    async def read(size: int) -> None:
        async with renderer.turn(size):
            begun.append(size)
            await may_end.wait()

    sizes = [20_000_000, 1_000_000, 3_500, 3_501]
    async with asyncio.TaskGroup() as readers:
        for size in sizes:
            readers.create_task(read(size))
        await until(lambda: len(begun) == 3)
        assert begun == [20_000_000, 3_500, 3_501]
        may_end.set()
    assert sorted(begun) == sorted(sizes)
