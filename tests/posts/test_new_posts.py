"""A new paste is inserted with all that belongs to it, or not at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from auth.models import User
from kernel.database import Sessions
from kernel.storage import ContentKey
from posts.models import Draft, Post, PostUrl, Terms, Visibility
from posts.pastes.insert import NewPostRepository
from posts.texts.drafts import draft_of_text
from tests.doors import Door
from tests.posts.conftest import ORIGIN

URL = PostUrl("alice/letter")
TABLES = ("posts", "revisions", "redirects", "events")


@pytest.fixture
def add(sessions: Sessions, alice: User) -> Callable[..., object]:
    async def added(draft: Draft, url: PostUrl = URL, terms: Terms | None = None) -> Post | None:
        async with sessions.begin() as session:
            return await NewPostRepository(session).insert(
                alice.id, url, draft, ContentKey("aa/a"), None, terms or Terms()
            )

    return added


async def rows(sessions: Sessions) -> dict[str, int]:
    """Count the rows of each table."""
    async with sessions() as session:
        return {table: await session.scalar(text(f"SELECT count(*) FROM posts.{table}")) for table in TABLES}


async def test_its_event_names_the_paste_that_everybody_finds(add, posts: Door) -> None:
    draft = replace(draft_of_text("# A\n\ntext", title="letter"), origin=ORIGIN, forwarded_from="Carol")
    made = await add(draft, terms=Terms(lifetime=timedelta(hours=1)))
    assert made == await posts.open(URL, None)
    assert made.expires_at - made.created_at == timedelta(hours=1)
    assert (made.revision, made.views, made.forwarded_from) == (1, 0, "Carol")
    assert (await posts.from_message(ORIGIN)) == made


async def test_its_first_revision_is_its_text(add, posts: Door) -> None:
    made = await add(draft_of_text("text", title="letter"))
    (first,) = await posts.revisions(made)
    assert (first.number, first.content_source, first.size, first.sha256, first.language, first.format) == (
        *(1, made.content_source, made.size, made.sha256, made.language, made.format),
    )


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        (Terms(), 1),
        (Terms(Visibility.UNLISTED), 0),
        (Terms(Visibility.PRIVATE), 0),
        (Terms(burn_after_read=True), 0),
    ],
    ids=str,
)
async def test_followers_get_an_event_of_a_public_paste(
    add, sessions: Sessions, terms: Terms, told: int
) -> None:
    made = await add(draft_of_text("text", title="letter"), terms=terms)
    assert made.is_listed is bool(told)
    async with sessions() as session:
        events = (await session.execute(text("SELECT kind, post_id, url, title FROM posts.events"))).all()
    assert events == [("published", made.id, URL, "letter")] * told


async def test_the_old_paste_of_its_address_is_found_there_no_more(
    add, posts: Door, alice: User, note: Post, sessions: Sessions
) -> None:
    await posts.rename(alice, note.id, "poem")
    other = await posts.publish(alice, draft_of_text("another", title="other"))
    await posts.rename(alice, other.id, "elsewhere")
    made = await add(draft_of_text("text"), url=note.url)
    assert (await posts.open(note.url, None)).id == made.id
    async with sessions() as session:
        left = (await session.scalars(text("SELECT url FROM posts.redirects"))).all()
    assert left == [other.url]


@pytest.mark.parametrize("taken", ["address", "message"])
async def test_where_something_is_taken_nothing_is_made(
    add, posts: Door, alice: User, note: Post, sessions: Sessions, taken: str
) -> None:
    await posts.rename(alice, note.id, "poem")  # whose redirect is not to end
    await add(replace(draft_of_text("text"), origin=ORIGIN))
    before = await rows(sessions)
    url, origin = (URL, None) if taken == "address" else (note.url, ORIGIN)
    assert await add(replace(draft_of_text("again"), origin=origin), url=url) is None
    assert await rows(sessions) == before
