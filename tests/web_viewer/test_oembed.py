"""oEmbed data of pastes."""

import json
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from posts.models import Terms, Visibility
from tests.web_viewer.reader import Answer, Reader
from tests.web_viewer.test_preview_tags import head_of

SITE = "https://paste.example"
HERE = f"{SITE}/alice/main.py"
TOLD = {
    "version": "1.0",
    "type": "link",
    "title": "main.py",
    "author_name": "alice",
    "author_url": f"{SITE}/alice",
    "provider_name": "Postebin",
    "provider_url": f"{SITE}/",
    "description": "import sys\nprint(sys.argv)",
    "thumbnail_url": f"{HERE}/preview.png?revision=1",
    "thumbnail_width": 1200,
    "thumbnail_height": 630,
}


@pytest.fixture
async def program(alice):
    return await alice.publishes("import sys\nprint(sys.argv)\n", "main.py")


async def asked(reader: Reader, url: str, query: str = "") -> Answer:
    return await reader.get(f"/oembed?url={quote(url, safe='')}{query}")


def xml(answer: Answer) -> dict[str, str]:
    root = ElementTree.fromstring(answer.body)  # noqa: S314 - our own
    assert root.tag == "oembed"
    return {element.tag: element.text or "" for element in root}


async def test_a_public_paste_is_described_in_json_and_xml(alice, reader, program):
    for query in ("", "&format=json", "&maxwidth=1200&maxheight=630"):
        answer = await asked(reader, HERE, query)
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert json.loads(answer.body) == TOLD
    for url in (HERE.replace("https", "http"), f"{SITE.upper()}/Alice/Main.py/", f"{HERE}?view=source#L3"):
        assert json.loads((await asked(reader, url)).body) == TOLD
    answer = await asked(reader, HERE, "&format=xml")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert xml(answer) == {name: str(value) for name, value in TOLD.items()}
    for limit in ("&maxwidth=1199", "&maxheight=629", "&maxwidth=0&maxheight=9999"):
        told = json.loads((await asked(reader, HERE, limit)).body)
        assert told == {name: value for name, value in TOLD.items() if not name.startswith("thumbnail")}
    links = (await head_of(reader, program)).links
    paths = {kind: url.removeprefix(SITE) for kind, url in links.items()}
    assert json.loads((await reader.get(paths["application/json+oembed"])).body) == TOLD
    assert xml(await reader.get(paths["text/xml+oembed"]))["title"] == "main.py"
    await alice.renames(program, "again.py")
    told = json.loads((await asked(reader, HERE)).body)
    assert told["title"] == "again.py"
    assert told["thumbnail_url"] == f"{SITE}/alice/again.py/preview.png?revision=1"


async def test_other_addresses_are_not_found(reader, program):
    for url in (
        "https://elsewhere.example/alice/main.py",
        "https://paste.example.elsewhere/alice/main.py",
        "https://paste.example@elsewhere.example/alice/main.py",
        "https://paste.example:444/alice/main.py",
        "javascript://paste.example/alice/main.py",
        "https://[paste.example/alice/main.py",
        *("//paste.example/alice/main.py", "/alice/main.py", "", "\0"),
        *(f"{SITE}{path}" for path in ("/alice", "/alice/main.py/raw", "/alice/nothing", "/")),
    ):
        assert (await asked(reader, url)).status == 404, url
    assert (await reader.get("/oembed")).status == 404


async def test_a_paste_that_is_hidden_or_has_ended_is_not_found(alice, reader):
    unknown = await asked(reader, f"{SITE}/nobody/nothing")
    for terms in (Terms(Visibility.UNLISTED), Terms(Visibility.PRIVATE), Terms(burn_after_read=True)):
        post = await alice.publishes("secret", "main.py", terms=terms)
        hidden = await asked(reader, f"{SITE}/{post.url}?key={alice.key_to(post)}")
        assert (hidden.status, hidden.body) == (404, unknown.body)
    ended = await alice.publishes("text", "ended")
    await alice.house.damage("UPDATE posts.posts SET expires_at = now() WHERE id = :id", id=ended.id)
    assert (await asked(reader, f"{SITE}/{ended.url}")).status == 404


async def test_malformed_parameters_get_an_error_page(reader, program):
    for odd in ("&format=yaml", "&format=", "&maxwidth=-1", "&maxheight=wide", "&maxwidth=%D9%A1"):
        answer = await asked(reader, HERE, odd)
        assert answer.status == 400
        assert "Bad request" in answer.words


async def test_markup_is_text_in_both_forms(alice, reader):
    hostile = "</title>]]><script>alert('1')</script>&amp;"
    post = await alice.publishes(f"{hostile}\ufffe\n{hostile}\ufffe", f"{hostile}\ufffe", language="text")
    assert json.loads((await asked(reader, f"{SITE}/{post.url}")).body)["title"] == hostile
    answer = await asked(reader, f"{SITE}/{post.url}", "&format=xml")
    assert (xml(answer)["title"], xml(answer)["description"]) == (hostile, hostile)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
