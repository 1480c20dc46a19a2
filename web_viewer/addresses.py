"""The form of the viewer's addresses. What has it not is unknown without asking anybody."""

from typing import Final

from aiohttp import web

from posts.models import PostUrl

USERNAME: Final = "[a-z][a-z0-9_]{2,31}"
SLUG: Final = "[a-z0-9][a-z0-9._-]{0,99}"

PROFILE: Final = f"/{{username:{USERNAME}}}"
PASTE: Final = f"{PROFILE}/{{slug:{SLUG}}}"


def paste_in(request: web.Request) -> PostUrl:
    return PostUrl(f"{request.match_info['username']}/{request.match_info['slug']}")
