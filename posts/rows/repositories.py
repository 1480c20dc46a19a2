"""The queries of one transaction."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from posts.rows.new_posts import NewPosts
from posts.rows.outbox import Outbox
from posts.rows.parts import PartRepository
from posts.rows.preferences import Preferences
from posts.rows.redirects import RedirectRepository
from posts.rows.repository import PostRepository
from posts.rows.revisions import RevisionRepository


@dataclass(frozen=True, slots=True)
class Repositories:
    posts: PostRepository
    new_posts: NewPosts
    revisions: RevisionRepository
    redirects: RedirectRepository
    parts: PartRepository
    preferences: Preferences
    outbox: Outbox


def repositories_of(session: AsyncSession) -> Repositories:
    return Repositories(
        PostRepository(session),
        NewPosts(session),
        RevisionRepository(session),
        RedirectRepository(session),
        PartRepository(session),
        Preferences(session),
        Outbox(session),
    )
