"""oEmbed (https://oembed.com, 2.3): a preview for programs that ask.

A link, and no HTML of ours in the pages of others.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from kernel.address import PublicAddress
from posts.models import PostUrl
from web_viewer.addresses import SLUG, USERNAME
from web_viewer.previews.preview import Preview

Told = Mapping[str, str | int]
_PASTE: Final = re.compile(rf"/(?P<url>{USERNAME}/{SLUG})/?", re.ASCII)


def paste_at(url: str, address: PublicAddress) -> PostUrl | None:
    """The paste whose page this is, if it is a page of ours; by whatever scheme."""
    try:
        asked, ours = urlsplit(url), urlsplit(address.base)
        is_ours = asked.scheme in ("http", "https") and asked.netloc.lower() == ours.netloc.lower()
    except ValueError:  # no address at all
        return None
    base = ours.path
    found = _PASTE.fullmatch(asked.path.removeprefix(base).lower())
    return PostUrl(found["url"]) if is_ours and asked.path.startswith(base) and found else None


def oembed_of(preview: Preview, provider: str, most_width: int, most_height: int) -> Told:
    """`most_width` and `most_height` of the picture, in pixels: a larger one is not offered."""
    picture: Told = {
        "thumbnail_url": preview.picture,
        "thumbnail_width": preview.width,
        "thumbnail_height": preview.height,
    }
    fits = most_width >= preview.width and most_height >= preview.height
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
