"""Pages that take their time are rendered elsewhere. Whatever becomes of that, there is a page."""

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
from web_viewer.paste.paste_page import Showing
from web_viewer.paste.revision_page import RevisionPage
from web_viewer.previews.preview import Card
from web_viewer.rendering.work import compressed, paste_html, picture_png, revision_html

# Rendered in 45 ms: nobody minds waiting behind that.
_LARGE_FROM: Final = 150_000  # bytes
_log = structlog.get_logger(__name__)
# A function that a worker can import, and its arguments.
Rendering = tuple[Callable[..., bytes], tuple[object, ...]]


def waits_for_turn(size: int) -> bool:
    """Whether texts of `size` bytes are read and rendered one after the other."""
    return size >= _LARGE_FROM


def render_workers() -> WorkerPool:
    return WorkerPool("web_viewer.rendering.work")


class Renderer:
    """`language` is of the words on a page: `en`, `ru`."""

    def __init__(self, workers: WorkerPool) -> None:
        self._workers = workers
        self._turns_of_large = asyncio.Semaphore(1)

    def turn(self, size: int) -> AbstractAsyncContextManager[None]:
        """Entered before a text of `size` bytes is read: so those who wait hold nothing in memory yet."""
        return self._turns_of_large if waits_for_turn(size) else nullcontext()

    async def paste(self, post: Post, content: bytes, language: str, showing: Showing) -> Bodies:
        """Plain, with a note, where the colours took too long or ended the process that made them."""
        is_large = len(content) >= _LARGE_FROM
        try:
            return await self._rendered((paste_html, (post, content, language, showing)), is_large)
        except (WorkerDied, WorkFailed) as fault:
            _log.warning("rendered plain", url=post.url, fault=str(fault))
            plain = replace(showing, without_colours=True)
            return await self._plain((paste_html, (post, content, language, plain)), is_large)

    async def revision(self, page: RevisionPage, texts: list[bytes], language: str) -> Bodies:
        """`texts`: those that the page needs. Plain as a paste is."""
        is_large = sum(map(len, texts)) >= _LARGE_FROM
        try:
            return await self._rendered((revision_html, (page, texts, language)), is_large)
        except (WorkerDied, WorkFailed) as fault:
            _log.warning("rendered plain", url=page.post.url, fault=str(fault))
            plain = replace(page, without_colours=True)
            return await self._plain((revision_html, (plain, texts, language)), is_large)

    async def picture(self, card: Card) -> Bodies:
        """A PNG. Plain as a paste is."""
        try:
            return await self._rendered((picture_png, (card,)))
        except (WorkerDied, WorkFailed) as fault:
            _log.warning("drawn plain", language=card.language, fault=str(fault))
            return await self._plain((picture_png, (replace(card, language=PLAIN),)), is_large=False)

    async def _plain(self, work: Rendering, is_large: bool) -> Bodies:
        """It takes nobody long: where there are no workers any more, it is done here."""
        try:
            return await self._rendered(work, is_large)
        except WorkerDied:
            return await asyncio.to_thread(_done_here, work)

    async def _rendered(self, work: Rendering, is_large: bool = False) -> Bodies:
        """Raises WorkerDied, and WorkFailed where the work raised."""
        return Bodies.from_parts(await self._workers.run((compressed, work), is_large=is_large))


def _done_here(work: Rendering) -> Bodies:
    function, arguments = work
    return Bodies.of(function(*arguments))
