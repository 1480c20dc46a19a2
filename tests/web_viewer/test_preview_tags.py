"""What a paste's page tells chats and networks that show a link to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from kernel.settings import AddressSettings
from kernel.workers.pool import WorkerPool
from posts.models import Post, Terms, Visibility
from tests.web_viewer.authors import Author
from tests.web_viewer.reader import Reader
from web_viewer.application import create_application
from web_viewer.connections import WORKERS
from web_viewer.server import serving
from web_viewer.settings import ViewerSettings

PROGRAM = "import sys\n\n\ndef main():\n    print(sys.argv)\n"


class Head(HTMLParser):
    """What is said in a page's head, by its name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.told: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.feed(page.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and (name := given.get("property") or given.get("name")):
            assert name == "theme-color" or name not in self.told, name
            self.told[name] = given["content"]
        if tag == "link" and (kind := given.get("type", "")).endswith("+oembed"):
            self.links[kind] = given["href"]


async def head_of(reader: Reader, post: Post, query: str = "", language: str = "en") -> Head:
    return Head((await reader.get(f"/{post.url}{query}", Accept_Language=language)).text)


def previewed(head: Head) -> set[str]:
    """What is only said of a public paste."""
    return {
        name
        for name, value in head.told.items()
        if (name.startswith(("og:", "article:", "twitter:")) or name == "author") and value != "Postebin"
    }


async def test_a_public_paste_tells_all_there_is_to_show(alice: Author, reader: Reader) -> None:
    post = await alice.publishes(PROGRAM, "main.py")
    told = (await head_of(reader, post)).told
    assert {name: value for name, value in told.items() if name.startswith(("og:", "twitter:"))} == {
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
    assert told["author"] == "alice"
    assert told["article:author"] == "https://paste.example/alice"
    assert told["article:section"] == "Python"
    assert datetime.fromisoformat(told["article:published_time"]) == post.created_at.replace(microsecond=0)


async def test_the_words_around_it_are_the_readers(alice: Author, reader: Reader) -> None:
    post = await alice.publishes(PROGRAM, "main.py")
    told = (await head_of(reader, post, language="ru")).told
    assert told["og:image:alt"] == "Первые строки: «main.py»"
    assert told["og:description"] == "import sys\ndef main():\nprint(sys.argv)"


async def test_a_new_text_has_a_new_picture(alice: Author, reader: Reader) -> None:
    post = await alice.revises(await alice.publishes(PROGRAM, "main.py"), "other")
    told = (await head_of(reader, post)).told
    assert told["og:image"].endswith("/preview.png?revision=2")
    assert told["og:description"] == "other"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# A title\n\nAnd what it is about.\n", "And what it is about."),
        ("A title\nand the rest", "and the rest"),
        ("A title", "Text, 1 line, by alice."),
        ("Something else", "Something else"),
    ],
)
async def test_the_title_is_not_said_twice(alice: Author, reader: Reader, text: str, told: str) -> None:
    post = await alice.publishes(text, "A title", language="text")
    assert (await head_of(reader, post)).told["og:description"] == told


async def test_a_long_text_is_told_by_its_first_words(alice: Author, reader: Reader) -> None:
    post = await alice.publishes("слово " * 100_000, "words")
    told = (await head_of(reader, post)).told["og:description"]
    assert len(told) <= 200
    assert told.endswith("слово…")


async def test_nothing_turns_the_line_of_whoever_shows_it(alice: Author, reader: Reader) -> None:
    """A mark of direction in a title would reach what the chat says behind it."""
    post = await alice.publishes("first \u202etxt.exe\u2066\nsecond\x07 \u200flines", "a\u202eb\u2067c")
    told = (await head_of(reader, post)).told
    assert told["og:title"] == "abc"
    assert told["og:description"] == "first txt.exe\nsecond lines"


@pytest.mark.parametrize(
    "hostile", ['"><script>alert(1)</script>', "</title><img src=x onerror=alert(1)>", "'&\""]
)
async def test_markup_is_text(alice: Author, reader: Reader, hostile: str) -> None:
    post = await alice.publishes(f"{hostile}\n", hostile, language="text")
    page = await reader.get(f"/{post.url}")
    head = Head(page.text)
    assert head.told["og:title"] == hostile
    assert "<script>alert" not in page.text
    assert "<img" not in page.text


@pytest.mark.parametrize("visibility", [Visibility.UNLISTED, Visibility.PRIVATE])
async def test_what_is_not_for_everybody_gives_nothing_away(
    alice: Author, reader: Reader, visibility: Visibility
) -> None:
    post = await alice.publishes(PROGRAM, "main.py", terms=Terms(visibility))
    query = f"?key={alice.key_to(post)}" if visibility is Visibility.PRIVATE else ""
    head = await head_of(reader, post, query)
    # Without a title for them, chats take the page's own.
    assert head.told["og:site_name"] == head.told["og:title"] == "Postebin"
    assert previewed(head) == set()
    assert head.links == {}


async def test_nor_does_what_is_read_once(alice: Author, reader: Reader) -> None:
    post = await alice.publishes("secret", "main.py", terms=Terms(burn_after_read=True))
    asking, opened = await reader.get(f"/{post.url}"), await reader.presses(f"/{post.url}")
    for page in (asking, opened):
        assert page.status == 200
        assert previewed(Head(page.text)) == set()


async def test_nor_does_what_is_over(alice: Author, reader: Reader) -> None:
    post = await alice.publishes("secret", "main.py")
    await alice.house.damage(
        "UPDATE posts.posts SET expires_at = :end", end=datetime.now(UTC) - timedelta(seconds=1)
    )
    assert previewed(await head_of(reader, post)) == set()


async def test_a_paste_that_is_hidden_tells_no_more(alice: Author, reader: Reader) -> None:
    post = await alice.publishes(PROGRAM, "main.py")
    assert previewed(await head_of(reader, post))
    hidden = await alice.makes(post, Visibility.UNLISTED)
    assert previewed(await head_of(reader, hidden)) == set()


async def test_only_one_of_two_views_is_the_paste(alice: Author, reader: Reader) -> None:
    post = await alice.publishes("# A title\n\ntext", "letter", language="markdown")
    assert previewed(await head_of(reader, post))
    assert previewed(await head_of(reader, post, "?view=source")) == set()


async def test_a_site_that_has_moved_tells_of_no_old_place(
    alice: Author, reader: Reader, viewer_settings: ViewerSettings, workers: WorkerPool
) -> None:
    """What was rendered is kept beside the paste for as long as that is the same."""
    post = await alice.publishes(PROGRAM, "main.py")
    await head_of(reader, post)
    moved = replace(viewer_settings, address=AddressSettings(public_url="https://other.example"))
    app = create_application(moved)
    app[WORKERS] = workers
    async with serving(app, "127.0.0.1", 0) as port, Reader(f"http://127.0.0.1:{port}") as there:
        told = (await head_of(there, post)).told
    assert told["og:url"] == "https://other.example/alice/main.py"
