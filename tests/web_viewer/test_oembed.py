"""oEmbed data of pastes."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from posts.models import Post, Terms, Visibility
from tests.web_viewer.authors import Author
from tests.web_viewer.reader import Answer, Reader
from tests.web_viewer.test_preview_tags import head_of

PROGRAM = "import sys\nprint(sys.argv)\n"
TOLD = {
    "version": "1.0",
    "type": "link",
    "title": "main.py",
    "author_name": "alice",
    "author_url": "https://paste.example/alice",
    "provider_name": "Postebin",
    "provider_url": "https://paste.example/",
    "description": "import sys\nprint(sys.argv)",
    "thumbnail_url": "https://paste.example/alice/main.py/preview.png?revision=1",
    "thumbnail_width": 1200,
    "thumbnail_height": 630,
}


@pytest.fixture
async def program(alice: Author) -> Post:
    return await alice.publishes(PROGRAM, "main.py")


async def asked(reader: Reader, url: str, query: str = "") -> Answer:
    return await reader.get(f"/oembed?url={quote(url, safe='')}{query}")


def xml(answer: Answer) -> dict[str, str]:
    root = ElementTree.fromstring(answer.body)  # noqa: S314 - our own
    assert root.tag == "oembed"
    return {element.tag: element.text or "" for element in root}


async def test_a_public_paste_is_a_link_with_a_picture(reader, program):
    answer = await asked(reader, "https://paste.example/alice/main.py", "&format=json")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert json.loads(answer.body) == TOLD


async def test_json_is_what_comes_without_a_wish(reader, program):
    assert json.loads((await asked(reader, "https://paste.example/alice/main.py")).body) == TOLD


async def test_xml_says_the_same(reader, program):
    answer = await asked(reader, "https://paste.example/alice/main.py", "&format=xml")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert xml(answer) == {name: str(value) for name, value in TOLD.items()}


async def test_the_page_says_where_to_ask(reader, program):
    head = await head_of(reader, program)
    paths = {kind: url.removeprefix("https://paste.example") for kind, url in head.links.items()}
    assert json.loads((await reader.get(paths["application/json+oembed"])).body) == TOLD
    assert xml(await reader.get(paths["text/xml+oembed"]))["title"] == "main.py"


@pytest.mark.parametrize(
    "url",
    [
        "http://paste.example/alice/main.py",
        "https://PASTE.example/Alice/Main.py/",
        "https://paste.example/alice/main.py?view=source#L3",
    ],
)
async def test_other_spellings_are_the_same_paste(reader, program, url):
    assert json.loads((await asked(reader, url)).body) == TOLD


async def test_an_old_address_tells_of_the_new_one(alice, reader, program):
    await alice.renames(program, "again.py")
    told = json.loads((await asked(reader, "https://paste.example/alice/main.py")).body)
    assert (told["title"], told["thumbnail_url"]) == (
        "again.py",
        "https://paste.example/alice/again.py/preview.png?revision=1",
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/alice/main.py",
        "https://paste.example.elsewhere/alice/main.py",
        "https://paste.example@elsewhere.example/alice/main.py",
        "https://paste.example:444/alice/main.py",
        "javascript://paste.example/alice/main.py",
        "//paste.example/alice/main.py",
        "https://paste.example/alice",
        "https://paste.example/alice/main.py/raw",
        "https://paste.example/alice/nothing",
        "https://paste.example/",
        "https://[paste.example/alice/main.py",
        "/alice/main.py",
        "",
        "\0",
    ],
)
async def test_other_addresses_are_not_found(reader, program, url):
    assert (await asked(reader, url)).status == 404


async def test_a_request_without_an_address_is_not_found(reader):
    assert (await reader.get("/oembed")).status == 404


@pytest.mark.parametrize(
    "terms",
    [Terms(Visibility.UNLISTED), Terms(Visibility.PRIVATE), Terms(burn_after_read=True)],
    ids=["unlisted", "private", "read once"],
)
async def test_a_paste_that_is_not_public_is_not_found(alice, reader, terms):
    post = await alice.publishes("secret", "main.py", terms=terms)
    hidden = await asked(reader, f"https://paste.example/{post.url}?key={alice.key_to(post)}")
    unknown = await asked(reader, "https://paste.example/nobody/nothing")
    assert (hidden.status, hidden.body) == (404, unknown.body)


async def test_so_is_what_was(alice, reader, program):
    await alice.house.damage(
        "UPDATE posts.posts SET expires_at = :end", end=datetime.now(UTC) - timedelta(seconds=1)
    )
    assert (await asked(reader, "https://paste.example/alice/main.py")).status == 404


@pytest.mark.parametrize("limit", ["&maxwidth=1199", "&maxheight=629", "&maxwidth=0&maxheight=9999"])
async def test_no_picture_is_offered_that_is_too_large(reader, program, limit):
    told = json.loads((await asked(reader, "https://paste.example/alice/main.py", limit)).body)
    assert told == {name: value for name, value in TOLD.items() if not name.startswith("thumbnail")}


async def test_one_that_just_fits_is(reader, program):
    answer = await asked(reader, "https://paste.example/alice/main.py", "&maxwidth=1200&maxheight=630")
    assert json.loads(answer.body) == TOLD


@pytest.mark.parametrize(
    "odd", ["&format=yaml", "&format=", "&maxwidth=-1", "&maxheight=wide", "&maxwidth=%D9%A1"]
)
async def test_malformed_parameters_get_an_error_page(reader, program, odd):
    answer = await asked(reader, "https://paste.example/alice/main.py", odd)
    assert answer.status == 400
    assert "Bad request" in answer.words


HOSTILE = "</title>]]><script>alert('1')</script>&amp;\ufffe"


async def test_markup_is_text_in_both_forms(alice, reader):
    post = await alice.publishes(f"{HOSTILE}\n{HOSTILE}", HOSTILE, language="text")
    url = f"https://paste.example/{post.url}"
    expected = HOSTILE.removesuffix("\ufffe")
    assert json.loads((await asked(reader, url)).body)["title"] == expected
    answer = await asked(reader, url, "&format=xml")
    assert (xml(answer)["title"], xml(answer)["description"]) == (expected, expected)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_pages_of_others_may_ask(reader, program):
    answer = await asked(reader, "https://paste.example/alice/main.py")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
