"""oEmbed (https://oembed.com, 2.3): a preview as data for other sites, of type `link`, without HTML."""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from kernel.address import PublicAddress
from posts.models import PostUrl
from web_viewer.addresses import SLUG, USERNAME
from web_viewer.previews.preview import Preview

OEmbed = Mapping[str, str | int]
_PASTE: Final = re.compile(rf"/(?P<url>{USERNAME}/{SLUG})/?", re.ASCII)


def paste_of_url(url: str, address: PublicAddress) -> PostUrl | None:
    """Return the paste that has its page at an http or https URL; None for any other URL."""
    try:
        asked, ours = urlsplit(url), urlsplit(address.base)
        is_ours = asked.scheme in ("http", "https") and asked.netloc.lower() == ours.netloc.lower()
    except ValueError:  # not a URL
        return None
    base = ours.path
    found = _PASTE.fullmatch(asked.path.removeprefix(base).lower())
    return PostUrl(found["url"]) if is_ours and asked.path.startswith(base) and found else None


def oembed_of(preview: Preview, provider: str, max_width: int, max_height: int) -> OEmbed:
    """Return the fields of a response, with the picture if it is within the maximum size, in pixels."""
    picture: OEmbed = {
        "thumbnail_url": preview.picture,
        "thumbnail_width": preview.width,
        "thumbnail_height": preview.height,
    }
    fits = max_width >= preview.width and max_height >= preview.height
    return {
        "version": "1.0",
        "type": "link",
        "title": preview.title,
        "author_name": preview.author,
        "author_url": preview.author_url,
        "provider_name": provider,
        "provider_url": preview.provider_url,
        "description": preview.lines,
        **(picture if fits else {}),
    }
