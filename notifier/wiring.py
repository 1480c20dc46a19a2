"""Builds the services from a session. Without aiogram, which the viewer has no use for."""

from sqlalchemy.ext.asyncio import AsyncSession

from auth.service import AccountService
from notifier.bots import BotRepository
from notifier.exports.repository import Exports
from notifier.repository import SubscriberRepository
from notifier.service import BotAddressService, ExportService, SubscriptionService


def subscription_service(session: AsyncSession, accounts: AccountService) -> SubscriptionService:
    return SubscriptionService(SubscriberRepository(session), accounts)


def bot_address_service(session: AsyncSession) -> BotAddressService:
    return BotAddressService(BotRepository(session))


def export_service(session: AsyncSession) -> ExportService:
    return ExportService(Exports(session))
