"""Metadata of a page for chats and networks that show a link to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from kernel.settings import AddressSettings
from posts.models import Post, Terms, Visibility
from tests.web_viewer.reader import Reader
from web_viewer.application import create_application
from web_viewer.connections import WORKERS
from web_viewer.server import serving

PROGRAM = "import sys\n\n\ndef main():\n    print(sys.argv)\n"


class Head(HTMLParser):
    """The metadata in the head of a page, by name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.metadata: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.feed(page.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and (name := given.get("property") or given.get("name")):
            assert name == "theme-color" or name not in self.metadata, name
            self.metadata[name] = given["content"]
        if tag == "link" and (kind := given.get("type", "")).endswith("+oembed"):
            self.links[kind] = given["href"]


async def head_of(reader: Reader, post: Post, query: str = "", language: str = "en") -> Head:
    return Head((await reader.get(f"/{post.url}{query}", Accept_Language=language)).text)


def previewed(head: Head) -> set[str]:
    """Return the metadata that only public pastes have."""
    return {
        name
        for name, value in head.metadata.items()
        if (name.startswith(("og:", "article:", "twitter:")) or name == "author") and value != "Postebin"
    }


async def test_a_public_paste_has_all_metadata(alice, reader):
    post = await alice.publishes(PROGRAM, "main.py")
    metadata = (await head_of(reader, post)).metadata
    assert {name: value for name, value in metadata.items() if name.startswith(("og:", "twitter:"))} == {
        "og:site_name": "Postebin",
        "og:type": "article",
        "og:title": "main.py",
        "og:description": "import sys\ndef main():\nprint(sys.argv)",
        "og:url": "https://paste.example/alice/main.py",
        "og:image": "https://paste.example/alice/main.py/preview.png?revision=1",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "The first lines of “main.py”",
        "twitter:card": "summary_large_image",
    }
    assert metadata["author"] == "alice"
    assert metadata["article:author"] == "https://paste.example/alice"
    assert metadata["article:section"] == "Python"
    assert datetime.fromisoformat(metadata["article:published_time"]) == post.created_at.replace(
        microsecond=0
    )


async def test_the_words_around_it_are_the_readers(alice, reader):
    post = await alice.publishes(PROGRAM, "main.py")
    metadata = (await head_of(reader, post, language="ru")).metadata
    assert metadata["og:image:alt"] == "Первые строки: «main.py»"
    assert metadata["og:description"] == "import sys\ndef main():\nprint(sys.argv)"


async def test_a_new_text_has_a_new_picture(alice, reader):
    post = await alice.revises(await alice.publishes(PROGRAM, "main.py"), "other")
    metadata = (await head_of(reader, post)).metadata
    assert metadata["og:image"].endswith("/preview.png?revision=2")
    assert metadata["og:description"] == "other"


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("# A title\n\nAnd what it is about.\n", "And what it is about."),
        ("A title\nand the rest", "and the rest"),
        ("A title", "Text, 1 line, by alice."),
        ("Something else", "Something else"),
    ],
)
async def test_the_description_does_not_repeat_the_title(alice, reader, text, description):
    post = await alice.publishes(text, "A title", language="text")
    assert (await head_of(reader, post)).metadata["og:description"] == description


async def test_a_long_text_is_described_by_its_first_words(alice, reader):
    post = await alice.publishes("слово " * 100_000, "words")
    description = (await head_of(reader, post)).metadata["og:description"]
    assert len(description) <= 200
    assert description.endswith("слово…")


async def test_bidi_controls_are_removed_from_the_metadata(alice, reader):
    """A bidi control in a title would affect the text of the chat behind it."""
    post = await alice.publishes("first \u202etxt.exe\u2066\nsecond\x07 \u200flines", "a\u202eb\u2067c")
    metadata = (await head_of(reader, post)).metadata
    assert metadata["og:title"] == "abc"
    assert metadata["og:description"] == "first txt.exe\nsecond lines"


@pytest.mark.parametrize(
    "hostile", ['"><script>alert(1)</script>', "</title><img src=x onerror=alert(1)>", "'&\""]
)
async def test_markup_is_text(alice, reader, hostile):
    post = await alice.publishes(f"{hostile}\n", hostile, language="text")
    page = await reader.get(f"/{post.url}")
    head = Head(page.text)
    assert head.metadata["og:title"] == hostile
    assert "<script>alert" not in page.text
    assert "<img" not in page.text


@pytest.mark.parametrize("visibility", [Visibility.UNLISTED, Visibility.PRIVATE])
async def test_a_paste_that_is_not_public_reveals_nothing(alice, reader, visibility):
    post = await alice.publishes(PROGRAM, "main.py", terms=Terms(visibility))
    query = f"?key={alice.key_to(post)}" if visibility is Visibility.PRIVATE else ""
    head = await head_of(reader, post, query)
    # Without a title for them, chats take the page's own.
    assert head.metadata["og:site_name"] == head.metadata["og:title"] == "Postebin"
    assert previewed(head) == set()
    assert head.links == {}


async def test_a_paste_that_is_read_once_reveals_nothing(alice, reader):
    post = await alice.publishes("secret", "main.py", terms=Terms(burn_after_read=True))
    asking, opened = await reader.get(f"/{post.url}"), await reader.presses(f"/{post.url}")
    for page in (asking, opened):
        assert page.status == 200
        assert previewed(Head(page.text)) == set()


async def test_a_paste_that_has_ended_reveals_nothing(alice, reader):
    post = await alice.publishes("secret", "main.py")
    await alice.house.damage(
        "UPDATE posts.posts SET expires_at = :end", end=datetime.now(UTC) - timedelta(seconds=1)
    )
    assert previewed(await head_of(reader, post)) == set()


async def test_a_paste_that_is_hidden_tells_no_more(alice, reader):
    post = await alice.publishes(PROGRAM, "main.py")
    assert previewed(await head_of(reader, post))
    hidden = await alice.makes(post, Visibility.UNLISTED)
    assert previewed(await head_of(reader, hidden)) == set()


async def test_only_one_of_two_views_is_the_paste(alice, reader):
    post = await alice.publishes("# A title\n\ntext", "letter", language="markdown")
    assert previewed(await head_of(reader, post))
    assert previewed(await head_of(reader, post, "?view=source")) == set()


async def test_pages_name_the_new_address_of_a_site_that_moved(alice, reader, viewer_settings, workers):
    """Stored pages contain the address of the viewer."""
    post = await alice.publishes(PROGRAM, "main.py")
    await head_of(reader, post)
    moved = replace(viewer_settings, address=AddressSettings(public_url="https://other.example"))
    app = create_application(moved)
    app[WORKERS] = workers
    async with serving(app, "127.0.0.1", 0) as port, Reader(f"http://127.0.0.1:{port}") as there:
        metadata = (await head_of(there, post)).metadata
    assert metadata["og:url"] == "https://other.example/alice/main.py"
