"""Renders pages in worker processes; without highlighting if that fails, so that there always is a page."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from typing import Final

import structlog

from kernel.workers.frames import WorkFailed
from kernel.workers.pool import WorkerDied, WorkerPool
from posts.models import Post
from posts.texts.languages import PLAIN
from web_viewer.http.bodies import Bodies
from web_viewer.paste.paste_page import PageOptions
from web_viewer.paste.revision_page import RevisionPage
from web_viewer.previews.preview import Card
from web_viewer.rendering.work import compressed, paste_html, picture_png, revision_html

# A smaller text is rendered in at most 45 ms, which other requests can wait for.
_LARGE_BYTES: Final = 150_000
_log = structlog.get_logger(__name__)
# A function that a worker can import, and its arguments.
Work = tuple[Callable[..., bytes], tuple[object, ...]]


def waits_for_turn(size: int) -> bool:
    """Return whether texts of `size` bytes are read and rendered one after the other."""
    return size >= _LARGE_BYTES


def render_workers() -> WorkerPool:
    return WorkerPool("web_viewer.rendering.work")


class Renderer:
    """Renders in worker processes. `language` is that of the page's words: `en` or `ru`."""

    def __init__(self, workers: WorkerPool) -> None:
        self._workers = workers
        self._turn_of_large = asyncio.Semaphore(1)

    def turn(self, size: int) -> AbstractAsyncContextManager[None]:
        """Wait for a turn. Enter it before a text of `size` bytes is read: so waiting takes no memory."""
        return self._turn_of_large if waits_for_turn(size) else nullcontext()

    async def paste(self, post: Post, content: bytes, language: str, options: PageOptions) -> Bodies:
        """Return HTML; without highlighting, and with a note, if that takes too long or ends the worker."""
        plain = replace(options, without_highlighting=True)
        return await self._render_or_plain(
            (paste_html, (post, content, language, options)),
            (paste_html, (post, content, language, plain)),
            is_large=waits_for_turn(len(content)),
            url=post.url,
        )

    async def revision(self, page: RevisionPage, texts: list[bytes], language: str) -> Bodies:
        """Return HTML of the texts that the page needs; without highlighting when `paste` would be."""
        plain = replace(page, without_highlighting=True)
        return await self._render_or_plain(
            (revision_html, (page, texts, language)),
            (revision_html, (plain, texts, language)),
            is_large=waits_for_turn(sum(map(len, texts))),
            url=page.post.url,
        )

    async def picture(self, card: Card) -> Bodies:
        """Return a PNG; without highlighting when `paste` would be."""
        plain = replace(card, language=PLAIN)
        return await self._render_or_plain(
            (picture_png, (card,)), (picture_png, (plain,)), is_large=False, language=card.language
        )

    async def _render_or_plain(self, work: Work, plain: Work, *, is_large: bool, **facts: str) -> Bodies:
        try:
            return await self._run(work, is_large)
        except (WorkerDied, WorkFailed) as error:
            _log.warning("rendered_without_highlighting", error=str(error), **facts)
        try:
            return await self._run(plain, is_large)
        except WorkerDied:
            # Without workers it is done here, which does not take long.
            return await asyncio.to_thread(_run_here, plain)

    async def _run(self, work: Work, is_large: bool) -> Bodies:
        """Raises WorkerDied, and WorkFailed if the work raised an error."""
        return Bodies.from_parts(await self._workers.run((compressed, work), is_large=is_large))


def _run_here(work: Work) -> Bodies:
    function, arguments = work
    return Bodies.of(function(*arguments))
