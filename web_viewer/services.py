"""The services that handlers use, opened for one request or one rendering."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from auth.service import AccountService
from auth.wiring import account_service
from kernel.address import PublicAddress
from kernel.contents import Contents
from kernel.transaction import Jobs, transaction
from notifier.service import SubscriptionService
from notifier.wiring import subscription_service
from posts.limits import Allowance
from posts.pastes.lists import Listing
from posts.pastes.service import PostService
from posts.wiring import PostServices, post_services
from web_viewer.connections import REDIS, SESSIONS, SETTINGS, STORAGE


@dataclass(frozen=True, slots=True)
class Services:
    accounts: AccountService
    posts: PostService
    listing: Listing
    subscriptions: SubscriptionService


@asynccontextmanager
async def open_services(app: web.Application) -> AsyncIterator[Services]:
    """Open services for reading: nothing is committed and no job is sent.

    Read contents after the block: reading needs no connection, and this one is free for other requests.
    """
    redis = app[REDIS]
    async with app[SESSIONS]() as session:
        accounts = account_service(session, redis, app[SETTINGS].secrets)
        posts = post_services(session, redis, Contents(session, app[STORAGE]), Jobs(), Allowance())
        yield Services(accounts, posts.reading, posts.listing, subscription_service(session, accounts))


@asynccontextmanager
async def post_transaction(app: web.Application) -> AsyncIterator[PostServices]:
    """Open the services of pastes in a transaction, for a paste that can be read once.

    At the end of the block, changes are committed and their jobs sent; after an error, neither.
    """
    jobs = Jobs()
    async with app[SESSIONS]() as session, transaction(session, jobs):
        contents = Contents(session, app[STORAGE])
        yield post_services(session, app[REDIS], contents, jobs, Allowance())


def public_address(app: web.Application) -> PublicAddress:
    return PublicAddress(app[SETTINGS].address.public_url)
