"""Builds the services from a session."""

from dataclasses import dataclass

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from kernel.settings import LimitSettings
from kernel.storage import Storage
from kernel.transaction import Jobs
from posts.analysis import Analyst
from posts.consequences import Consequences
from posts.disposal import Disposal
from posts.editing import Editing
from posts.holdings import Holdings
from posts.joining import Joining
from posts.kept import KeptDrafts
from posts.limits import Allowance, PublishingLimits
from posts.listing import Listing
from posts.pages.cache import PageCache
from posts.publishing import Publishing
from posts.rows.listed import ListedRepository
from posts.rows.new_posts import NewPosts
from posts.rows.outbox import Outbox
from posts.rows.parts import PartRepository
from posts.rows.preferences import Preferences
from posts.rows.redirects import RedirectRepository
from posts.rows.repository import PostRepository
from posts.rows.revisions import RevisionRepository
from posts.service import PostService


@dataclass(frozen=True, slots=True)
class PostServices:
    """What can be done with pastes that are there, in one transaction."""

    reading: PostService
    disposal: Disposal
    holdings: Holdings
    listing: Listing


@dataclass(frozen=True, slots=True)
class AuthoringServices:
    """What makes and changes pastes, in one transaction. It computes on texts, so it needs an analyst."""

    publishing: Publishing
    editing: Editing
    joining: Joining


def post_service(session: AsyncSession, redis: Redis, storage: Storage, jobs: Jobs) -> PostService:
    """For whoever only reads."""
    return post_services(session, redis, storage, jobs, Allowance()).reading


def post_services(
    session: AsyncSession, redis: Redis, storage: Storage, jobs: Jobs, allowance: Allowance
) -> PostServices:
    posts, revisions, redirects = (
        PostRepository(session),
        RevisionRepository(session),
        RedirectRepository(session),
    )
    outbox, kept, preferences = Outbox(session), KeptDrafts(session, storage), Preferences(session)
    limits, pages = PublishingLimits(redis, allowance), PageCache(redis)
    consequences = Consequences(outbox, pages, storage, jobs)
    reading = PostService(
        posts,
        NewPosts(session),
        revisions,
        redirects,
        outbox,
        storage,
        pages,
        consequences,
    )
    return PostServices(
        reading,
        Disposal(reading, posts, revisions, kept, preferences, outbox, storage, limits, consequences),
        Holdings(posts, revisions, redirects, kept, preferences, limits),
        Listing(ListedRepository(session)),
    )


def authoring_services(
    session: AsyncSession,
    redis: Redis,
    storage: Storage,
    jobs: Jobs,
    allowance: Allowance,
    analyst: Analyst,
    reading: PostService,
) -> AuthoringServices:
    """`reading` is of the same transaction."""
    posts, parts = PostRepository(session), PartRepository(session)
    revisions, redirects = RevisionRepository(session), RedirectRepository(session)
    limits = PublishingLimits(redis, allowance)
    consequences = Consequences(Outbox(session), PageCache(redis), storage, jobs)
    editing = Editing(reading, posts, revisions, redirects, parts, storage, limits, consequences, analyst)
    kept = KeptDrafts(session, storage)
    publishing = Publishing(reading, editing, kept, Preferences(session), limits, consequences, analyst)
    return AuthoringServices(publishing, editing, Joining(reading, publishing, editing, parts))


def allowance_by(settings: LimitSettings) -> Allowance:
    return Allowance(
        settings.limit_pastes_a_minute,
        settings.limit_bytes_a_day,
        settings.limit_paste_size,
        settings.limit_title_length,
        settings.limit_kept_for_strangers,
        settings.limit_pending_bytes_a_day,
    )
