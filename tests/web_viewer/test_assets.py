"""Style, script and icon."""

import re

from web_viewer.assets import ASSETS


async def test_everything_a_page_refers_to_is_cached_for_ever(alice, reader):
    post = await alice.publishes("print()", "note.py")
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', (await reader.get(f"/{post.url}")).text)
    assert len(found) == 4
    for path in found:
        answer = await reader.get(path)
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


async def test_each_asset_has_its_type_and_nothing_else_is_served(reader):
    icon = ASSETS["icon.svg"]
    for path, asset, kind in (
        (ASSETS["site.css"].path, ASSETS["site.css"], "text/css"),
        (ASSETS["site.js"].path, ASSETS["site.js"], "text/javascript"),
        (icon.path, icon, "image/svg+xml"),
        ("/favicon.ico", icon, "image/svg+xml"),
    ):
        answer = await reader.get(path)
        assert (answer.headers["Content-Type"], answer.body) == (f"{kind}; charset=utf-8", asset.body)
    for name in ("site.css", "colours.0123456789ab.css", "keys.0123456789ab.js", "nothing.0123456789ab.css"):
        assert (await reader.get(f"/static/{name}")).status == 404


async def test_a_page_cached_before_the_release_still_has_its_style(reader):
    answer = await reader.get("/static/site.0123456789ab.css")
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-cache"


def test_nothing_is_fetched_from_other_sites():
    for asset in ASSETS.values():
        outside = re.findall(rb"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", asset.body)
        assert set(outside) <= {b"http://www.w3.org"}
