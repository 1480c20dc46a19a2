"""The repositories of one transaction."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from posts.pastes.events import EventOutbox
from posts.pastes.insert import NewPostRepository
from posts.pastes.message_parts import PartRepository
from posts.pastes.preferences import Preferences
from posts.pastes.redirects import RedirectRepository
from posts.pastes.repository import PostRepository
from posts.pastes.revisions import RevisionRepository


@dataclass(frozen=True, slots=True)
class Repositories:
    posts: PostRepository
    new_posts: NewPostRepository
    revisions: RevisionRepository
    redirects: RedirectRepository
    parts: PartRepository
    preferences: Preferences
    outbox: EventOutbox


def repositories_of(session: AsyncSession) -> Repositories:
    return Repositories(
        PostRepository(session),
        NewPostRepository(session),
        RevisionRepository(session),
        RedirectRepository(session),
        PartRepository(session),
        Preferences(session),
        EventOutbox(session),
    )
