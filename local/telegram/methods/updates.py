"""getUpdates and the webhook methods."""

import re

from aiogram.methods import DeleteWebhook, GetUpdates, GetWebhookInfo, SetWebhook

from local.telegram.errors import bad_request, conflict
from local.telegram.json_values import Json
from local.telegram.state import Webhook
from local.telegram.world import World

# Telegram Bot API, getUpdates; the longest poll is what Telegram grants in practice.
_UPDATES_LIMIT = 100
_LONGEST_POLL_SECONDS = 50
_SECRET_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,256}")
_WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_WEBHOOK_URL = re.compile(r"https?://[^\s/]+(/\S*)?")


async def get_updates(world: World, call: GetUpdates) -> list[Json]:
    if world.state.webhook is not None:
        raise conflict(_WEBHOOK_ACTIVE)
    if call.allowed_updates is not None:
        world.state.allowed_updates = call.allowed_updates or None
    limit = min(max(call.limit or _UPDATES_LIMIT, 1), _UPDATES_LIMIT)
    seconds = min(max(call.timeout or 0, 0), _LONGEST_POLL_SECONDS)
    return await world.updates.poll(call.offset or 0, limit, seconds)


async def set_webhook(world: World, call: SetWebhook) -> bool:
    if not call.url:
        return _use_webhook(world, None, drop=bool(call.drop_pending_updates))
    if not _WEBHOOK_URL.fullmatch(call.url):
        raise bad_request("bad webhook: invalid webhook URL specified")
    if call.secret_token is not None and not _SECRET_TOKEN.fullmatch(call.secret_token):
        raise bad_request("secret token contains unallowed characters")
    if call.allowed_updates is not None:
        world.state.allowed_updates = call.allowed_updates or None
    connections = min(max(call.max_connections or 40, 1), 100)
    return _use_webhook(
        world, Webhook(call.url, call.secret_token, connections), drop=bool(call.drop_pending_updates)
    )


async def delete_webhook(world: World, call: DeleteWebhook) -> bool:
    return _use_webhook(world, None, drop=bool(call.drop_pending_updates))


def _use_webhook(world: World, webhook: Webhook | None, *, drop: bool) -> bool:
    world.state.webhook = webhook
    if drop:
        world.state.pending.clear()
    if webhook is not None:
        world.updates.interrupt("terminated by setWebhook request")
    world.updates.restart_delivery()
    return True


async def get_webhook_info(world: World, _call: GetWebhookInfo) -> Json:
    webhook = world.state.webhook
    info: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.state.pending),
    }
    if webhook is not None:
        info |= {"max_connections": webhook.max_connections, **world.updates.last_error}
    if world.state.allowed_updates:
        info["allowed_updates"] = world.state.allowed_updates
    return info
