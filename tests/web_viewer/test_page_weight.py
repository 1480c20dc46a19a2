"""The compressed size of a page with its style and scripts, for readers on slow lines."""

import inspect
import re
import textwrap

from posts.models import Post
from tests.web_viewer.reader import Reader
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


async def test_a_paste_of_3500_bytes_weighs_15000_with_all_its_files_and_asks_for_nothing_else(
    alice, reader, phone
):
    post = await alice.publishes(PROGRAM, "textwrap.py")
    parts = await parts_of(reader, post)
    kinds = sorted(address.rpartition(".")[2] for address in parts)
    assert kinds == ["css", "js", "js", "py", "svg"]
    assert sum(parts.values()) <= AT_MOST, parts
    asked: set[str] = set()
    phone.on("request", lambda request: asked.add(request.url))
    await phone.goto(f"/{post.url}", wait_until="networkidle")
    known = {reader.base + address for address in parts}
    assert {url for url in known if url.endswith((".css", ".js", ".py"))} <= asked <= known
