"""`/{username}/{slug}/history`: the versions of a paste, newest first."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from aiohttp import web

from posts.models import Revision
from posts.pastes.service import PostService
from web_viewer.comparing.counting import ChangeCounts, Step
from web_viewer.connections import CHANGE_COUNTS
from web_viewer.handlers.opening import links_of, open_rereadable_paste, page_number
from web_viewer.http.responses import html_page
from web_viewer.reader_language import words_for
from web_viewer.services import open_services
from web_viewer.templates import render

REVISIONS_ON_A_PAGE: Final = 25
_MAX_COMPARED_BYTES: Final = 200_000


async def show_history(request: web.Request) -> web.Response:
    """Send a page of 25 versions, with the changed lines of each, as far as they can be counted in time."""
    number, words, counts = page_number(request), words_for(request), request.app[CHANGE_COUNTS]
    start = (number - 1) * REVISIONS_ON_A_PAGE
    async with open_services(request.app) as services:
        post = await open_rereadable_paste(request, services.posts)
        # One more than is shown, which the last one is compared with.
        revisions = (await services.posts.revisions(post))[start : start + REVISIONS_ON_A_PAGE + 1]
    if not revisions:
        raise web.HTTPNotFound
    await asyncio.to_thread(counts.add, await _uncounted(services.posts, revisions, counts))
    page = render(
        "history.html",
        words,
        post=post,
        links=links_of(request, post),
        revisions=revisions[:REVISIONS_ON_A_PAGE],
        changes={new.number: counts.get(_step(old, new)) for new, old in pairwise(revisions)},
        number=number,
        has_more=len(revisions) > REVISIONS_ON_A_PAGE,
    )
    return html_page(request, page, words.language)


async def _uncounted(
    posts: PostService, revisions: Sequence[Revision], counts: ChangeCounts
) -> list[tuple[Step, bytes, bytes]]:
    """Return the texts of the steps that are not counted yet, without those of over 200,000 bytes."""
    pairs = [
        (old, new)
        for new, old in pairwise(revisions)
        if max(old.size, new.size) <= _MAX_COMPARED_BYTES and _step(old, new) not in counts
    ]
    needed = {revision.number: revision for pair in pairs for revision in pair}
    texts = {number: await posts.content(revision) for number, revision in needed.items()}
    return [(_step(old, new), texts[old.number], texts[new.number]) for old, new in pairs]


def _step(old: Revision, new: Revision) -> Step:
    return old.content_source, new.content_source
