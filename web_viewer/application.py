"""The aiohttp application of the viewer: routes, middlewares, connections."""

from aiohttp import web

from web_viewer import connections
from web_viewer.addresses import FEED, HISTORY, PASTE, PREVIEW, PROFILE, REVISION
from web_viewer.bot_address import BotAddressCache
from web_viewer.comparing.counting import ChangeCounts
from web_viewer.handlers.assets import show_asset, show_icon, show_robots
from web_viewer.handlers.feed import show_feed
from web_viewer.handlers.health import healthy, ready
from web_viewer.handlers.history import show_history
from web_viewer.handlers.landing import show_landing
from web_viewer.handlers.once import open_once, open_once_as_file, open_once_raw
from web_viewer.handlers.paste import show_paste
from web_viewer.handlers.previews import show_oembed, show_preview
from web_viewer.handlers.profile import show_profile
from web_viewer.handlers.raw import download, show_raw
from web_viewer.handlers.revision import show_revision, show_revision_raw
from web_viewer.http.security import add_security_headers
from web_viewer.middlewares.error_pages import render_errors
from web_viewer.middlewares.measuring import measure_requests
from web_viewer.middlewares.redirects import redirect_to_canonical_path, redirect_to_new_address
from web_viewer.page_cache.wiring import page_cache
from web_viewer.reader_language import remember_language
from web_viewer.settings import ViewerSettings
from web_viewer.view_counts import ViewCounts

_ROUTES = (
    web.get("/", show_landing),
    web.get("/healthz", healthy),
    web.get("/readyz", ready),
    web.get("/robots.txt", show_robots),
    web.get("/favicon.ico", show_icon),
    web.get(r"/static/{name:[a-z]+\.[0-9a-f]{12}\.[a-z]+}", show_asset),
    web.get("/oembed", show_oembed),
    web.get(PROFILE, show_profile),
    web.get(FEED, show_feed),
    web.get(PASTE, show_paste),
    web.get(f"{PASTE}/raw", show_raw),
    web.get(f"{PASTE}/download", download),
    web.get(PREVIEW, show_preview),
    web.get(HISTORY, show_history),
    web.get(REVISION, show_revision),
    web.get(f"{REVISION}/raw", show_revision_raw),
    web.post(PASTE, open_once),
    web.post(f"{PASTE}/raw", open_once_raw),
    web.post(f"{PASTE}/download", open_once_as_file),
)


def create_application(settings: ViewerSettings) -> web.Application:
    app = web.Application(
        middlewares=[measure_requests, render_errors, redirect_to_canonical_path, redirect_to_new_address]
    )
    app[connections.SETTINGS] = settings
    app[connections.CHANGE_COUNTS] = ChangeCounts()
    app[connections.BOT_ADDRESS] = BotAddressCache()
    app[connections.VIEW_COUNTS] = ViewCounts()
    app.cleanup_ctx.extend([connections.postgres, connections.redis, connections.storage])
    app.cleanup_ctx.extend([connections.view_counts, connections.workers, page_cache])
    app.on_response_prepare.extend([add_security_headers, remember_language])
    app.add_routes(_ROUTES)
    return app
