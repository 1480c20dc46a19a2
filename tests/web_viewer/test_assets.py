"""Style, script and icon."""

import re

import pytest

from web_viewer.assets import ASSETS


async def test_everything_a_page_refers_to_is_there_for_ever(alice, reader):
    post = await alice.publishes("print()", "note.py")
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', (await reader.get(f"/{post.url}")).text)
    assert len(found) == 4
    for path in found:
        answer = await reader.get(path)
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("site.css", "text/css; charset=utf-8"),
        ("site.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml; charset=utf-8"),
    ],
)
async def test_each_has_its_type(reader, name, kind):
    answer = await reader.get(ASSETS[name].path)
    assert answer.headers["Content-Type"] == kind
    assert answer.body == ASSETS[name].body


async def test_a_page_cached_before_the_release_still_has_its_style(reader):
    answer = await reader.get("/static/site.0123456789ab.css")
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "name", ["site.css", "colours.0123456789ab.css", "keys.0123456789ab.js", "nothing.0123456789ab.css"]
)
async def test_nothing_else_is_served(reader, name):
    assert (await reader.get(f"/static/{name}")).status == 404


async def test_browsers_that_look_for_an_icon_find_it(reader):
    answer = await reader.get("/favicon.ico")
    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert answer.body == ASSETS["icon.svg"].body


def test_nothing_is_fetched_from_elsewhere():
    for asset in ASSETS.values():
        outside = re.findall(rb"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", asset.body)
        assert set(outside) <= {b"http://www.w3.org"}
