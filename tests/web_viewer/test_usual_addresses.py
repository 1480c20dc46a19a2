"""Addresses that the fast path answers, and the keys of their pages."""

import pytest

from posts.models import PostUrl
from posts.pastes.renderings import PageName
from web_viewer.page_cache.address import usual_address

NOTE = PostUrl("alice/note.md")


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    ("under", "variant"), [("", "{}"), ("?view=source", "{}?view=source"), ("/raw", "/raw")]
)
def test_frequent_pages_are_known_by_their_address(under, variant, language):
    address = usual_address(f"/{NOTE}{under}", language)
    assert address is not None
    assert (address.url, address.target) == (NOTE, f"/{NOTE}{under}")
    assert address.name == PageName(NOTE, variant.format(language))


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/alice",
        "/alice.atom",
        "/healthz",
        "/static/style.0123456789ab.css",
        "/alice/note/",
        "/alice/note/history",
        "/alice/note/preview.png",
        "/alice/note?view=highlighted",
        "/alice/note?key=a",
        "/alice/note?",
        "/alice/note/raw?view=source",
        "/Alice/note",
        "//alice/note",
        "/alice/note\n",
        "/al/note",
        "/алиса/note",
        "/alice/no٤e",
        "http://viewer/alice/note",
        "*",
        "",
    ],
)
def test_all_else_needs_a_closer_look(target):
    assert usual_address(target, "en") is None
