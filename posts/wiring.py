"""Builds the services of one transaction."""

from dataclasses import dataclass

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from kernel.contents import Contents
from kernel.settings import LimitSettings
from kernel.transaction import Jobs
from posts.analysis.analyst import Analyst
from posts.analysis.preparation import Preparation
from posts.deleting import Deleting
from posts.drafts.batches import BatchRelease
from posts.drafts.late_parts import LateParts
from posts.drafts.limits import DraftLimits
from posts.drafts.publishing import Publishing
from posts.drafts.repository import DraftRepository
from posts.drafts.service import DraftService
from posts.files.in_use import FilesInUse
from posts.files.installation import Installation
from posts.files.sweep import OrphanSweeper
from posts.limits import Allowance
from posts.moderation import Moderation
from posts.pastes.editing import Editing
from posts.pastes.events import EventOutbox
from posts.pastes.limits import PublishingLimits
from posts.pastes.lists import Listing
from posts.pastes.repositories import repositories_of
from posts.pastes.service import PostService
from posts.pastes.side_effects import SideEffects
from posts.personal_data import PersonalData


@dataclass(frozen=True, slots=True)
class PostServices:
    """The services that read and delete pastes and their events; they analyse no text."""

    reading: PostService
    deleting: Deleting
    personal_data: PersonalData
    listing: Listing
    events: EventOutbox
    sweeper: OrphanSweeper
    moderation: Moderation


@dataclass(frozen=True, slots=True)
class AuthoringServices:
    """The services that make and change pastes. They analyse texts, so they need an analyst."""

    publishing: Publishing
    editing: Editing
    late_parts: LateParts
    batch_release: BatchRelease
    drafts: DraftService


def post_service(session: AsyncSession, redis: Redis, contents: Contents, jobs: Jobs) -> PostService:
    """Return the service that reads pastes, for tests and benchmarks, which need no other."""
    return post_services(session, redis, contents, jobs, Allowance()).reading


def post_services(
    session: AsyncSession, redis: Redis, contents: Contents, jobs: Jobs, allowance: Allowance
) -> PostServices:
    repositories, drafts = repositories_of(session), DraftRepository(session, contents)
    limits = PublishingLimits(redis, allowance)
    side_effects = SideEffects(session, repositories.outbox, redis, contents.storage, jobs)
    reading = PostService(repositories, contents, side_effects)
    return PostServices(
        reading,
        Deleting(reading, repositories, drafts, limits, side_effects),
        PersonalData(repositories, drafts, limits),
        Listing(session),
        repositories.outbox,
        OrphanSweeper(session, FilesInUse(session), Installation(session, contents.storage), contents),
        Moderation(repositories, side_effects),
    )


def authoring_services(
    session: AsyncSession,
    redis: Redis,
    contents: Contents,
    jobs: Jobs,
    allowance: Allowance,
    analyst: Analyst,
    reading: PostService,
) -> AuthoringServices:
    """Return the services. `reading` is that of `post_services` in the same transaction."""
    repositories, drafts = repositories_of(session), DraftRepository(session, contents)
    limits = PublishingLimits(redis, allowance)
    side_effects = SideEffects(session, repositories.outbox, redis, contents.storage, jobs)
    preparation = Preparation(analyst, contents)
    editing = Editing(reading, repositories, contents, limits, side_effects, preparation)
    draft_service = DraftService(drafts, DraftLimits(redis, allowance), limits, side_effects)
    publishing = Publishing(reading, editing, draft_service, repositories.preferences, preparation)
    late_parts = LateParts(reading, publishing, editing, draft_service, repositories.parts, preparation)
    batch_release = BatchRelease(publishing, drafts, limits)
    return AuthoringServices(publishing, editing, late_parts, batch_release, draft_service)


def allowance_by(settings: LimitSettings) -> Allowance:
    return Allowance(
        settings.limit_pastes_a_minute,
        settings.limit_bytes_a_day,
        settings.limit_paste_size,
        settings.limit_title_length,
        settings.limit_kept_for_strangers,
        settings.limit_pending_bytes_a_day,
    )
