"""Builds the services from a session."""

from dataclasses import dataclass

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from kernel.contents import Contents
from kernel.settings import LimitSettings
from kernel.transaction import Jobs
from posts.analysis.analyst import Analyst
from posts.analysis.preparation import Preparation
from posts.deleting import Deleting
from posts.drafts.batches import Releasing
from posts.drafts.late_parts import LateParts
from posts.drafts.publishing import Publishing
from posts.drafts.repository import DraftRepository
from posts.pastes.editing import Editing
from posts.pastes.limits import Allowance, PublishingLimits
from posts.pastes.lists import ListedRepository, Listing
from posts.pastes.repositories import repositories_of
from posts.pastes.service import PostService
from posts.pastes.side_effects import SideEffects
from posts.personal_data import PersonalData


@dataclass(frozen=True, slots=True)
class PostServices:
    """What can be done with pastes that are there, in one transaction."""

    reading: PostService
    disposal: Deleting
    holdings: PersonalData
    listing: Listing


@dataclass(frozen=True, slots=True)
class AuthoringServices:
    """What makes and changes pastes, in one transaction. It computes on texts, so it needs an analyst."""

    publishing: Publishing
    editing: Editing
    joining: LateParts
    releasing: Releasing


def post_service(session: AsyncSession, redis: Redis, contents: Contents, jobs: Jobs) -> PostService:
    """For whoever only reads."""
    return post_services(session, redis, contents, jobs, Allowance()).reading


def post_services(
    session: AsyncSession, redis: Redis, contents: Contents, jobs: Jobs, allowance: Allowance
) -> PostServices:
    rows, kept = repositories_of(session), DraftRepository(session, contents)
    limits, storage = PublishingLimits(redis, allowance), contents.storage
    consequences = SideEffects(rows.outbox, redis, storage, jobs)
    reading = PostService(rows, contents, redis, consequences)
    return PostServices(
        reading,
        Deleting(reading, rows, kept, storage, limits, consequences),
        PersonalData(rows, kept, limits),
        Listing(ListedRepository(session)),
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
    """`reading` is of the same transaction."""
    rows, kept = repositories_of(session), DraftRepository(session, contents)
    limits = PublishingLimits(redis, allowance)
    consequences = SideEffects(rows.outbox, redis, contents.storage, jobs)
    preparation = Preparation(analyst, contents)
    editing = Editing(reading, rows, contents, limits, consequences, preparation)
    publishing = Publishing(reading, editing, kept, rows.preferences, limits, consequences, preparation)
    joining = LateParts(reading, publishing, editing, rows.parts, preparation)
    return AuthoringServices(publishing, editing, joining, Releasing(publishing, kept, limits))


def allowance_by(settings: LimitSettings) -> Allowance:
    return Allowance(
        settings.limit_pastes_a_minute,
        settings.limit_bytes_a_day,
        settings.limit_paste_size,
        settings.limit_title_length,
        settings.limit_kept_for_strangers,
        settings.limit_pending_bytes_a_day,
    )
