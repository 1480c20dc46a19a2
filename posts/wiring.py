"""Builds the service from a session."""

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from kernel.storage import Storage
from kernel.transaction import Jobs
from posts.kept import KeptDrafts
from posts.outbox import Outbox
from posts.pages import PageCache
from posts.repository import PostRepository
from posts.service import PostService


def post_service(session: AsyncSession, redis: Redis, storage: Storage, jobs: Jobs) -> PostService:
    return PostService(
        PostRepository(session),
        Outbox(session),
        KeptDrafts(session, storage),
        storage,
        PageCache(redis),
        jobs,
    )
