"""The compressed size of a page with its style and scripts, for readers on slow lines."""

import inspect
import re
import textwrap

from posts.models import Post
from tests.web_viewer.reader import Reader
from tests.web_viewer.tabs import tab
from web_viewer.http.bodies import Bodies

AT_MOST = 15_000  # bytes
PROGRAM = inspect.getsource(textwrap)[:3_500]


async def parts_of(reader: Reader, post: Post) -> dict[str, int]:
    """Return the compressed sizes of all files of a page, by their addresses."""
    page = await reader.get(f"/{post.url}")
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    bodies = {address: (await reader.get(address)).body for address in addresses}
    return {
        address: len(Bodies.of(body).brotli)
        for address, body in {f"/{post.url}": page.body, **bodies}.items()
    }


async def test_a_paste_of_three_and_a_half_kilobytes_weighs_fifteen_with_all_that_comes_with_it(
    alice, reader
):
    parts = await parts_of(reader, await alice.publishes(PROGRAM, "textwrap.py"))
    kinds = sorted(address.rpartition(".")[2] for address in parts)
    assert kinds == ["css", "js", "js", "py", "svg"]
    assert sum(parts.values()) <= AT_MOST, parts


async def test_a_page_asks_for_nothing_else(alice, reader, browser):
    post = await alice.publishes(PROGRAM, "textwrap.py")
    known = {reader.base + address for address in await parts_of(reader, post)}
    async with tab(browser, phone=True) as page:
        asked: set[str] = set()
        page.on("request", lambda request: asked.add(request.url))
        await page.goto(f"{reader.base}/{post.url}", wait_until="networkidle")
        assert {url for url in known if url.endswith((".css", ".js", ".py"))} <= asked <= known
