"""Metadata of a page for chats and networks that show a link to it."""

from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser

from kernel.settings import AddressSettings
from posts.models import Post, Terms, Visibility
from tests.web_viewer.reader import Reader
from tests.web_viewer.viewers import viewer

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
    published = datetime.fromisoformat(metadata["article:published_time"])
    assert published == post.created_at.replace(microsecond=0)
    russian = (await head_of(reader, post, language="ru")).metadata
    assert russian["og:image:alt"] == "Первые строки: «main.py»"
    assert russian["og:description"] == metadata["og:description"]
    metadata = (await head_of(reader, await alice.revises(post, "other"))).metadata
    assert metadata["og:image"].endswith("/preview.png?revision=2")
    assert metadata["og:description"] == "other"


async def test_the_description_is_the_first_words_without_the_title(alice, reader):
    for text, description in {
        "# A title\n\nAnd what it is about.\n": "And what it is about.",
        "A title\nand the rest": "and the rest",
        "A title": "Text, 1 line, by alice.",
        "Something else": "Something else",
    }.items():
        post = await alice.publishes(text, "A title", language="text")
        assert (await head_of(reader, post)).metadata["og:description"] == description
    post = await alice.publishes("слово " * 100_000, "words")
    description = (await head_of(reader, post)).metadata["og:description"]
    assert len(description) <= 200
    assert description.endswith("слово…")


async def test_markup_is_text_and_bidi_controls_are_removed(alice, reader):
    """A bidi control in a title would affect the text of the chat behind it."""
    post = await alice.publishes("first \u202etxt.exe\u2066\nsecond\x07 \u200flines", "a\u202eb\u2067c")
    metadata = (await head_of(reader, post)).metadata
    assert metadata["og:title"] == "abc"
    assert metadata["og:description"] == "first txt.exe\nsecond lines"
    for hostile in ('"><script>alert(1)</script>', "</title><img src=x onerror=alert(1)>", "'&\""):
        post = await alice.publishes(f"{hostile}\n", hostile, language="text")
        page = await reader.get(f"/{post.url}")
        assert Head(page.text).metadata["og:title"] == hostile
        assert "<script>alert" not in page.text
        assert "<img" not in page.text


async def test_a_paste_that_is_hidden_or_has_ended_reveals_nothing(alice, reader):
    post = await alice.publishes(PROGRAM, "main.py")
    assert previewed(await head_of(reader, post))
    for visibility in (Visibility.UNLISTED, Visibility.PRIVATE):
        hidden = await alice.makes(post, visibility)
        query = f"?key={alice.key_to(post)}" if visibility is Visibility.PRIVATE else ""
        head = await head_of(reader, hidden, query)
        # Without a title for them, chats take the page's own.
        assert head.metadata["og:site_name"] == head.metadata["og:title"] == "Postebin"
        assert previewed(head) == set()
        assert head.links == {}
    ended = await alice.publishes("secret", "ended.py")
    await alice.house.damage("UPDATE posts.posts SET expires_at = now() WHERE id = :id", id=ended.id)
    assert previewed(await head_of(reader, ended)) == set()
    once = await alice.publishes("secret", "main.py", terms=Terms(burn_after_read=True))
    for page in (await reader.get(f"/{once.url}"), await reader.presses(f"/{once.url}")):
        assert page.status == 200
        assert previewed(Head(page.text)) == set()


async def test_only_one_of_two_views_has_metadata(alice, reader):
    post = await alice.publishes("# A title\n\ntext", "letter", language="markdown")
    assert previewed(await head_of(reader, post))
    assert previewed(await head_of(reader, post, "?view=source")) == set()


async def test_cached_pages_name_the_new_address_of_a_site_that_moved(
    alice, reader, viewer_settings, workers
):
    post = await alice.publishes(PROGRAM, "main.py")
    await head_of(reader, post)
    moved = replace(viewer_settings, address=AddressSettings(public_url="https://other.example"))
    async with viewer(moved, workers) as there:
        metadata = (await head_of(there.reader, post)).metadata
    assert metadata["og:url"] == "https://other.example/alice/main.py"
