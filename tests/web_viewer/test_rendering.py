"""Whatever becomes of those who render, there is a page."""

import sys
from collections.abc import AsyncIterator

import pytest

from posts.models import Post
from tests.web_viewer.authors import Author
from web_viewer.addresses import Links
from web_viewer.bodies import Coding
from web_viewer.paste_page import Showing
from web_viewer.rendering import Renderer
from web_viewer.workers.pool import WorkerPool

# Grammars take the square of the depth for it, and look at no clock.
DEEP = "(" * 100_000


@pytest.fixture
async def renderer() -> AsyncIterator[Renderer]:
    workers = WorkerPool()
    yield Renderer(workers)
    await workers.stop()


async def page_of(renderer: Renderer, post: Post, text: str) -> str:
    bodies = await renderer.paste(post, text.encode(), "en", Showing(Links(post.url)))
    assert bodies.in_coding(Coding.GZIP)
    return bodies.in_coding(Coding.IDENTITY).decode()


async def test_what_would_take_for_ever_to_colour_is_plain_and_says_so(
    alice: Author, renderer: Renderer
) -> None:
    post = await alice.publishes(DEEP, "deep.py")
    page = await page_of(renderer, post, DEEP)
    assert DEEP in page
    assert "Colouring this took too long" in page


async def test_where_no_process_can_be_had_the_page_is_plain(
    alice: Author, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    post = await alice.publishes("import os\n", "x.py")
    page = await page_of(renderer, post, "import os\n")
    assert "import os" in page
