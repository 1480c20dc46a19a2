"""Builds the services for one session. Imports no aiogram, which the viewer does not need."""

from sqlalchemy.ext.asyncio import AsyncSession

from auth.service import AccountService
from notifier.exports.repository import Exports
from notifier.repository import BotAddressRepository, SubscriberRepository
from notifier.service import ExportService, SubscriptionService


def subscription_service(session: AsyncSession, accounts: AccountService) -> SubscriptionService:
    return SubscriptionService(SubscriberRepository(session), accounts)


def bot_address_repository(session: AsyncSession) -> BotAddressRepository:
    return BotAddressRepository(session)


def export_service(session: AsyncSession) -> ExportService:
    return ExportService(Exports(session))
